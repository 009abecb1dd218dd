import { crc32, deflateRawSync, inflateRawSync } from "node:zlib";

// The ZIP format as far as scripts need it (APPNOTE 6.3): stored and deflated entries, one disk, no encryption, no ZIP64.
const localHeader = 0x04034b50;
const centralHeader = 0x02014b50;
const endRecord = 0x06054b50;
const isUtf8 = 0x0800;
const isEncrypted = 0x0001;
/** 1 January 1980, the earliest the format has: archives of the same files are the same bytes. */
const dosDate = 0x0021;
const mostEntries = 10_000;

type Entry = { name: string; bytes: Uint8Array };

/** A ZIP archive of these files, deflated. */
export function zip(files: readonly Entry[]): Uint8Array {
  if (files.length > mostEntries) throw new Error(`An archive may hold at most ${mostEntries} files`);
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of files) {
    const path = Buffer.from(name, "utf8");
    const packed = deflateRawSync(bytes);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(isUtf8, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt16LE(dosDate, 8);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(path.length, 22);
    const version = Buffer.from([20, 0]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(signature(centralHeader), version, common, rest, path);
    bodies.push(signature(localHeader), common, path, packed);
    offset += 30 + path.length + packed.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...bodies, central, signature(endRecord), end]);
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** The files of a ZIP archive, folders left out; throws Error when it is none, is damaged or unpacks to more than allowed. */
export function unzip(archive: Uint8Array, maxBytes: number): Entry[] {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  try {
    return entries(bytes, maxBytes);
  } catch (error) {
    if (error instanceof RangeError) throw new Error("This is no ZIP archive, or a damaged one");
    throw error;
  }
}

function entries(bytes: Buffer, maxBytes: number): Entry[] {
  const end = bytes.lastIndexOf(signature(endRecord));
  if (end < 0) throw new Error("This is no ZIP archive");
  const count = bytes.readUInt16LE(end + 10);
  if (count > mostEntries) throw new Error(`An archive may hold at most ${mostEntries} files`);
  let at = bytes.readUInt32LE(end + 16);
  let left = maxBytes;
  const files: Entry[] = [];
  for (let index = 0; index < count; index++) {
    if (bytes.readUInt32LE(at) !== centralHeader) throw new Error("The archive's directory is damaged");
    const flags = bytes.readUInt16LE(at + 8);
    const [nameLength, extra, comment] = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ];
    const name = bytes.toString(flags & isUtf8 ? "utf8" : "latin1", at + 46, at + 46 + nameLength);
    if (flags & isEncrypted) throw new Error(`"${name}" is encrypted`);
    if (!name.endsWith("/")) {
      const body = unpack(bytes, at, name, left);
      left -= body.length;
      files.push({ name, bytes: body });
    }
    at += 46 + nameLength + extra + comment;
  }
  return files;
}

function unpack(bytes: Buffer, at: number, name: string, maxBytes: number): Uint8Array {
  const method = bytes.readUInt16LE(at + 10);
  const sum = bytes.readUInt32LE(at + 16);
  const [packedLength, length] = [bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 24)];
  const local = bytes.readUInt32LE(at + 42);
  if (length > maxBytes) throw new Error("The archive unpacks to more than allowed");
  if (bytes.readUInt32LE(local) !== localHeader) throw new Error(`"${name}" is damaged`);
  const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  const packed = bytes.subarray(start, start + packedLength);
  const body = method === 0 ? Uint8Array.from(packed) : method === 8 ? inflate(packed, length, name) : undefined;
  if (!body) throw new Error(`"${name}" is packed in a way not supported here`);
  if (body.length !== length || crc32(body) !== sum) throw new Error(`"${name}" is damaged`);
  return body;
}

function inflate(packed: Buffer, length: number, name: string): Uint8Array {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(length, 1) });
  } catch (cause) {
    throw new Error(`"${name}" is damaged`, { cause });
  }
}
