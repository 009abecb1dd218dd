import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** 32 random bytes, kept as SHA-256. */
export const newAccessKey = (): string => randomBytes(32).toString("base64url");

const digest = (key: string) => createHash("sha256").update(key).digest();
// What a call to an unknown name is compared with, so that it takes as long as any other.
const nobodysKey = digest(newAccessKey());

/** Whether `given` is the key with that SHA-256 (hex), in a time that tells nothing; without a hash it never is. */
export function isKey(given: string, keyHash: string | undefined): boolean {
  const stored = keyHash === undefined ? nobodysKey : Buffer.from(keyHash, "hex");
  const isSame = stored.length === nobodysKey.length && timingSafeEqual(digest(given), stored);
  return isSame && keyHash !== undefined;
}
