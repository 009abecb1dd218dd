import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate, inflateRaw } from "node:zlib";
import { TransportError } from "@/lib/core/transport";

// A reply may grow this many times when it is unpacked; small ones are let off, text repeats itself.
const maxRatio = 200;
const ratioFloor = 64 * 1024;

type Unpack = (packed: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

const plainInflate: Unpack = promisify(inflate);
const rawInflate: Unpack = promisify(inflateRaw);

const unpackers: Record<string, Unpack> = {
  gzip: promisify(gunzip),
  "x-gzip": promisify(gunzip),
  br: promisify(brotliDecompress),
  // "deflate" means the zlib format, but many servers send the raw one.
  deflate: (packed, options) => (((packed[0] ?? 0) & 0x0f) === 8 ? plainInflate : rawInflate)(packed, options),
};

/** Undoes `content-encoding` within `limit` bytes. Rejects with TransportError "too_large" or "protocol". */
export async function unpack(body: Buffer, encoding: string, host: string, limit: number): Promise<Buffer> {
  const names = encoding
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "" && name !== "identity");
  const [name, second] = names;
  if (name === undefined || body.length === 0) return body;
  const unpacker = Object.hasOwn(unpackers, name) ? unpackers[name] : undefined;
  if (!unpacker || second !== undefined)
    throw new TransportError(
      "protocol",
      `${host}'s reply has a content-encoding that is not read here: ${names.join(", ").slice(0, 60)}.`,
    );
  const maxOutputLength = Math.min(limit, Math.max(ratioFloor, body.length * maxRatio));
  try {
    return await unpacker(body, { maxOutputLength });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE")
      throw new TransportError(
        "too_large",
        `${host}'s reply unpacks from ${body.length} to more than ${maxOutputLength} bytes.`,
      );
    throw new TransportError("protocol", `${host}'s reply is not valid ${name} data.`, {}, { cause: error });
  }
}
