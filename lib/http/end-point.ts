import { createHash } from "node:crypto";
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";

/** Length of the header and of the content of the DER element at `at`. */
function element(der: Buffer, at: number): { start: number; end: number } {
  const first = der[at + 1] ?? 0;
  const more = first > 0x80 ? first & 0x7f : 0;
  const start = at + 2 + more;
  return { start, end: start + (more > 0 ? der.readUIntBE(at + 2, more) : first) };
}

// The end of the object identifiers that name a signature or hash with SHA-384 or SHA-512, RSA-PSS included.
const hashes: [RegExp, string][] = [
  [/2a864886f70d01010c|2a8648ce3d040303|608648016503040202/, "sha384"],
  [/2a864886f70d01010d|2a8648ce3d040304|608648016503040203/, "sha512"],
];

/** RFC 5929 §4.1: the certificate's hash with the hash of its own signature, SHA-256 in place of anything weaker. */
export function endPointOf(certificate: Buffer): Uint8Array {
  const whole = element(certificate, 0);
  const signed = element(certificate, whole.start);
  const algorithm = certificate.subarray(signed.end, element(certificate, signed.end).end).toString("hex");
  const name = hashes.find(([identifier]) => identifier.test(algorithm))?.[1] ?? "sha256";
  return createHash(name).update(certificate).digest();
}

/** What authentication can be bound to on this connection; undefined without TLS. */
export function serverEndPoint(socket: Socket | undefined): Uint8Array | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  // Not getPeerX509Certificate, which Node 20 answers only once for each connection.
  const { raw } = socket.getPeerCertificate();
  return raw && endPointOf(raw);
}

/** When the certificate of a TLS server runs out; undefined when it does not say so readably. */
export function certificateExpiry(socket: TLSSocket): Date | undefined {
  const { valid_to: validTo } = socket.getPeerCertificate();
  const at = new Date(validTo ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? undefined : at;
}
