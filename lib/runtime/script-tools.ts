import { createCipheriv, createDecipheriv, createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import type { Tools } from "@/lib/deluge/host";
import { xpath } from "./xpath";
import { unzip, zip } from "./zip";

const algorithms = ["md5", "sha1", "sha256", "sha512"];

const known = (algorithm: string) => {
  if (!algorithms.includes(algorithm)) throw new Error(`There is no hash ${algorithm}`);
  return algorithm;
};

const cipherName = (key: Uint8Array) => `aes-${key.length * 8}-cbc`;

/** What scripts compute with beyond the language itself (spec/deluge.md §9.8, §9.10, §9.11); nothing here waits. */
export const scriptTools: Tools = {
  hash: (algorithm, bytes) => createHash(known(algorithm)).update(bytes).digest(),
  hmac: (algorithm, key, bytes) => createHmac(known(algorithm), key).update(bytes).digest(),
  encrypt(key, iv, bytes) {
    const cipher = createCipheriv(cipherName(key), key, iv);
    return Buffer.concat([cipher.update(bytes), cipher.final()]);
  },
  decrypt(key, iv, bytes) {
    const decipher = createDecipheriv(cipherName(key), key, iv);
    return Buffer.concat([decipher.update(bytes), decipher.final()]);
  },
  randomBytes,
  deriveKey: (password, salt, iterations, length) => pbkdf2Sync(password, salt, iterations, length, "sha1"),
  zip,
  unzip,
  xpath,
};
