export type Decoded = { ok: true; value: unknown } | { ok: false; message: string };

/** Reads one media type. Values are for `find` of the same codec, with paths written the way that type is (spec §4.5). */
export type Codec = {
  /** `message` says what is wrong with the text and where, for people. Never throws. */
  decode(body: string): Decoded;
  /** The value a path names, undefined when absent. AppError("limit") when HTML is too large or a selector too costly. */
  find(value: unknown, path: string): unknown;
  /** What is wrong with a path whatever the reply, without a final full stop; undefined when nothing is. */
  problemWithPath(path: string): string | undefined;
};
