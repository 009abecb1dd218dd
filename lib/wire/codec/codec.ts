export type Decoded = { ok: true; value: unknown } | { ok: false; message: string };

/** Reads one media type. `message` says what is wrong with the text and where, for people. */
export type Codec = { decode(body: string): Decoded };
