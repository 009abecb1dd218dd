import { createHash, createHmac } from "node:crypto";
import md4 from "js-md4";

// MS-NLMP 2.2.2.5: UNICODE, REQUEST_TARGET, NTLM, ALWAYS_SIGN, EXTENDED_SESSIONSECURITY, TARGET_INFO, VERSION, 128, 56.
const flags = (0x1 | 0x4 | 0x200 | 0x8000 | 0x80000 | 0x800000 | 0x2000000 | 0x20000000 | 0x80000000) >>> 0;
const signature = Buffer.from("NTLMSSP\0", "latin1");
// Windows 10 build 19041, NTLM revision 15: what the receiver may log, nothing depends on it.
const version = Buffer.from([10, 0, 0x61, 0x4a, 0, 0, 0, 15]);
// AV_PAIR ids of MS-NLMP 2.2.2.1.
const av = { end: 0, flags: 6, timestamp: 7, targetName: 9, channelBindings: 10 };
const hasMic = 0x2;

const utf16 = (text: string) => Buffer.from(text, "utf16le");
const hmacMd5 = (key: Buffer, ...parts: Uint8Array[]) => createHmac("md5", key).update(Buffer.concat(parts)).digest();
/** Letter by letter as Windows does it: ß stays ß. */
const upperCase = (text: string) =>
  [...text].map((letter) => (letter.toUpperCase().length === letter.length ? letter.toUpperCase() : letter)).join("");

/** NTOWFv2 of MS-NLMP 3.3.2. */
export const responseKey = (username: string, domain: string, password: string): Buffer =>
  hmacMd5(Buffer.from(md4.arrayBuffer(utf16(password))), utf16(upperCase(username) + domain));

/** The message that opens the handshake (MS-NLMP 2.2.1.1), the same for everyone. */
export function negotiateMessage(): Buffer {
  const message = Buffer.alloc(40);
  signature.copy(message);
  message.writeUInt32LE(1, 8);
  message.writeUInt32LE(flags, 12);
  message.writeUInt32LE(40, 20);
  message.writeUInt32LE(40, 28);
  version.copy(message, 32);
  return message;
}

type Pair = { id: number; value: Uint8Array };
export type NtlmChallenge = { flags: number; challenge: Buffer; pairs: Pair[]; raw: Buffer };

/** Reads the server's message (MS-NLMP 2.2.1.2); undefined when it is none. */
export function readChallenge(raw: Buffer): NtlmChallenge | undefined {
  if (raw.length < 32 || !raw.subarray(0, 8).equals(signature) || raw.readUInt32LE(8) !== 2) return undefined;
  const [length, start] = raw.length < 48 ? [0, 0] : [raw.readUInt16LE(40), raw.readUInt32LE(44)];
  if (start + length > raw.length) return undefined;
  const info = raw.subarray(start, start + length);
  const pairs: Pair[] = [];
  for (let at = 0; at + 4 <= info.length; ) {
    const [id, size] = [info.readUInt16LE(at), info.readUInt16LE(at + 2)];
    if (id === av.end) break;
    pairs.push({ id, value: info.subarray(at + 4, at + 4 + size) });
    at += 4 + size;
  }
  return { flags: raw.readUInt32LE(20), challenge: raw.subarray(24, 32), pairs, raw };
}

function packed(pairs: Pair[]): Buffer {
  const parts = [...pairs, { id: av.end, value: Buffer.alloc(0) }].map(({ id, value }) => {
    const head = Buffer.alloc(4);
    head.writeUInt16LE(id);
    head.writeUInt16LE(value.length, 2);
    return Buffer.concat([head, value]);
  });
  return Buffer.concat(parts);
}

const fileTime = (now: Date) => {
  const time = Buffer.alloc(8);
  time.writeBigUInt64LE((BigInt(now.getTime()) + 11_644_473_600_000n) * 10_000n);
  return time;
};

/** MD5 of the gss_channel_bindings_struct (RFC 2744 §3.11) around tls-server-end-point. */
export function channelBindings(serverEndPoint: Uint8Array): Buffer {
  const data = Buffer.concat([Buffer.from("tls-server-end-point:", "latin1"), serverEndPoint]);
  const head = Buffer.alloc(20);
  head.writeUInt32LE(data.length, 16);
  return createHash("md5").update(head).update(data).digest();
}

export type NtlmAnswer = {
  username: string;
  domain: string;
  password: string;
  clientChallenge: Buffer;
  now: Date;
  /** `HTTP/host`, so that the answer is of no use at another server. */
  targetName?: string;
  /** Of the TLS connection; binds the answer to it. */
  serverEndPoint?: Uint8Array;
  workstation?: string;
};

/** NTLMv2 (MS-NLMP 3.3.2) with its parts, for comparison with the published examples. */
export function ntlmResponse({ challenge, pairs }: NtlmChallenge, answer: NtlmAnswer) {
  const key = responseKey(answer.username, answer.domain, answer.password);
  const timestamp = pairs.find(({ id }) => id === av.timestamp)?.value;
  const own = pairs.filter(({ id }) => timestamp === undefined || id !== av.flags);
  if (timestamp) {
    const value = Buffer.alloc(4);
    const given = pairs.find(({ id, value: { length } }) => id === av.flags && length === 4);
    value.writeUInt32LE(((given ? Buffer.from(given.value).readUInt32LE() : 0) | hasMic) >>> 0);
    own.push({ id: av.flags, value });
  }
  if (answer.serverEndPoint) own.push({ id: av.channelBindings, value: channelBindings(answer.serverEndPoint) });
  if (answer.targetName !== undefined) own.push({ id: av.targetName, value: utf16(answer.targetName) });
  const blob = Buffer.concat([
    Buffer.from([1, 1, 0, 0, 0, 0, 0, 0]),
    timestamp ?? fileTime(answer.now),
    answer.clientChallenge,
    Buffer.alloc(4),
    packed(own),
    Buffer.alloc(4),
  ]);
  const proof = hmacMd5(key, challenge, blob);
  // A server that sends the time checks the MIC and gets no LMv2 response.
  const lm = timestamp
    ? Buffer.alloc(24)
    : Buffer.concat([hmacMd5(key, challenge, answer.clientChallenge), answer.clientChallenge]);
  return { lm, nt: Buffer.concat([proof, blob]), proof, sessionKey: hmacMd5(key, proof), hasTimestamp: !!timestamp };
}

/** The message that proves the password (MS-NLMP 2.2.1.3), with a MIC over all three messages where servers check it. */
export function authenticateMessage(negotiate: Buffer, challenge: NtlmChallenge, answer: NtlmAnswer): Buffer {
  const { lm, nt, sessionKey, hasTimestamp } = ntlmResponse(challenge, answer);
  const { domain, username, workstation = "" } = answer;
  // In the order of their descriptors; the last is the unused session key.
  const payload = [lm, nt, utf16(domain), utf16(username), utf16(workstation), Buffer.alloc(0)];
  const head = Buffer.alloc(88);
  signature.copy(head);
  head.writeUInt32LE(3, 8);
  let offset = head.length;
  payload.forEach((part, index) => {
    const at = 12 + 8 * index;
    head.writeUInt16LE(part.length, at);
    head.writeUInt16LE(part.length, at + 2);
    head.writeUInt32LE(offset, at + 4);
    offset += part.length;
  });
  head.writeUInt32LE((challenge.flags & flags) >>> 0, 60);
  version.copy(head, 64);
  const message = Buffer.concat([head, ...payload]);
  if (hasTimestamp) hmacMd5(sessionKey, negotiate, challenge.raw, message).copy(message, 72);
  return message;
}
