import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { responseKey } from "./ntlm-message";

// The server's half of NTLM, for rehearsals in the request inspector (MS-NLMP 3.2.5).

const signature = Buffer.from("NTLMSSP\0", "latin1");
const flags = (0x1 | 0x4 | 0x200 | 0x8000 | 0x10000 | 0x80000 | 0x800000 | 0x2000000 | 0x20000000 | 0x80000000) >>> 0;
const utf16 = (text: string) => Buffer.from(text, "utf16le");

export type NtlmAccount = { user: string; password: string };
/** What has been said so far on one connection, which is what NTLM authenticates. */
export type NtlmSession = { negotiate: Buffer; challenge: Buffer } | "authenticated" | undefined;
export type NtlmStep = { session: NtlmSession; isIn: boolean; wwwAuthenticate?: string };

/** Which of the three messages an `Authorization: NTLM …` header carries; undefined for anything else. */
export function ntlmMessage(authorization: string | undefined): { type: number; raw: Buffer } | undefined {
  const [, text] = /^ntlm\s+([A-Za-z0-9+/=]+)\s*$/i.exec(authorization ?? "") ?? [];
  const raw = Buffer.from(text ?? "", "base64");
  return raw.length >= 12 && raw.subarray(0, 8).equals(signature) ? { type: raw.readUInt32LE(8), raw } : undefined;
}

/** Takes the handshake one request further. Anything out of order begins it anew. */
export function ntlmStep(
  session: NtlmSession,
  authorization: string | undefined,
  account: NtlmAccount,
  now: Date,
): NtlmStep {
  const message = ntlmMessage(authorization);
  if (!message && session === "authenticated") return { session, isIn: true };
  if (message?.type === 1) {
    const challenge = challengeMessage(randomBytes(8), now);
    const asks = `NTLM ${challenge.toString("base64")}`;
    return { session: { negotiate: message.raw, challenge }, isIn: false, wwwAuthenticate: asks };
  }
  if (message?.type === 3 && typeof session === "object" && proves(message.raw, session, account))
    return { session: "authenticated", isIn: true };
  return { session: undefined, isIn: false, wwwAuthenticate: "NTLM" };
}

/** MS-NLMP 2.2.1.2, with the server's time, so that the client sends a MIC. */
export function challengeMessage(serverChallenge: Buffer, now: Date): Buffer {
  const time = Buffer.alloc(8);
  time.writeBigUInt64LE((BigInt(now.getTime()) + 11_644_473_600_000n) * 10_000n);
  const name = utf16("INSPECTOR");
  const info = Buffer.concat([pair(2, name), pair(1, name), pair(7, time), pair(0, Buffer.alloc(0))]);
  const head = Buffer.alloc(56);
  signature.copy(head);
  head.writeUInt32LE(2, 8);
  describe(head, 12, name.length, 56);
  head.writeUInt32LE(flags, 20);
  serverChallenge.copy(head, 24);
  describe(head, 40, info.length, 56 + name.length);
  Buffer.from([10, 0, 0x61, 0x4a, 0, 0, 0, 15]).copy(head, 48);
  return Buffer.concat([head, name, info]);
}

function pair(id: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(id);
  head.writeUInt16LE(value.length, 2);
  return Buffer.concat([head, value]);
}

function describe(message: Buffer, at: number, length: number, offset: number) {
  message.writeUInt16LE(length, at);
  message.writeUInt16LE(length, at + 2);
  message.writeUInt32LE(offset, at + 4);
}

/** Whether an AUTHENTICATE message shows that its sender knows the password (NTLMv2 only), and its MIC, where it has one, is right. */
function proves(raw: Buffer, { negotiate, challenge }: { negotiate: Buffer; challenge: Buffer }, account: NtlmAccount) {
  if (raw.length < 64 || account.user === "") return false;
  const [nt, domain, user] = [payload(raw, 20), payload(raw, 28), payload(raw, 36)];
  if (!nt || !domain || !user || nt.length < 16 + 28) return false;
  const name = user.toString("utf16le");
  if (name.toLowerCase() !== account.user.toLowerCase()) return false;
  const key = responseKey(name, domain.toString("utf16le"), account.password);
  const proof = hmacMd5(key, challenge.subarray(24, 32), nt.subarray(16));
  if (!timingSafeEqual(proof, nt.subarray(0, 16))) return false;
  if (!hasMic(nt.subarray(16))) return true;
  if (raw.length < 88) return false;
  const unsigned = Buffer.from(raw);
  unsigned.fill(0, 72, 88);
  return timingSafeEqual(hmacMd5(hmacMd5(key, proof), negotiate, challenge, unsigned), raw.subarray(72, 88));
}

const hmacMd5 = (key: Buffer, ...parts: Buffer[]) => createHmac("md5", key).update(Buffer.concat(parts)).digest();

function payload(message: Buffer, at: number): Buffer | undefined {
  const [length, offset] = [message.readUInt16LE(at), message.readUInt32LE(at + 4)];
  return offset + length <= message.length ? message.subarray(offset, offset + length) : undefined;
}

/** Whether the client's target information (after 28 bytes of the blob) says that there is a MIC. */
function hasMic(blob: Buffer): boolean {
  for (let at = 28; at + 4 <= blob.length; ) {
    const [id, size] = [blob.readUInt16LE(at), blob.readUInt16LE(at + 2)];
    if (id === 0 || at + 4 + size > blob.length) return false;
    if (id === 6 && size === 4) return (blob.readUInt32LE(at + 4) & 2) !== 0;
    at += 4 + size;
  }
  return false;
}
