import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";
import { AppError } from "@/lib/core/errors";
import type { Cipher } from "@/lib/core/secrets";

const version = "v1";

/**
 * AES-256-GCM under keys derived from secrets (HKDF-SHA256), as `v1.<key id>.<iv>.<tag>.<text>` in base64url.
 * The first secret seals; all of them open, so a key is rotated by putting the new secret first.
 */
export function createCipher(secrets: readonly [string, ...string[]]): Cipher {
  const keys = secrets.map((secret) => {
    const key = Buffer.from(hkdfSync("sha256", secret, "", "hookdesk credentials", 32));
    return { key, id: createHash("sha256").update(key).digest("hex").slice(0, 8) };
  });
  const [current] = keys as [(typeof keys)[number]];
  return {
    keyId: current.id,
    seal(plain, context) {
      const iv = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", current.key, iv).setAAD(Buffer.from(context));
      const text = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      return [version, current.id, ...[iv, cipher.getAuthTag(), text].map((part) => part.toString("base64url"))].join(
        ".",
      );
    },
    open(sealed, context) {
      const [format, id, iv, tag, text] = sealed.split(".");
      const found = keys.find((candidate) => candidate.id === id);
      if (format !== version || !found || iv === undefined || tag === undefined || text === undefined)
        throw new AppError(
          "unexpected",
          "A stored credential was sealed with another key. Start with the HOOKDESK_SECRET it was stored under.",
        );
      try {
        const decipher = createDecipheriv("aes-256-gcm", found.key, Buffer.from(iv, "base64url"))
          .setAAD(Buffer.from(context))
          .setAuthTag(Buffer.from(tag, "base64url"));
        return Buffer.concat([decipher.update(Buffer.from(text, "base64url")), decipher.final()]).toString("utf8");
      } catch (cause) {
        throw new AppError("unexpected", "A stored credential does not open: it was changed or moved.", undefined, {
          cause,
        });
      }
    },
  };
}
