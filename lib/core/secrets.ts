/**
 * Encryption at rest. `context` names the place (`connections:con_1`) and is bound into the ciphertext,
 * so a value moved to another row does not decrypt. `open` throws AppError("unexpected") on a wrong key or tampering.
 */
export interface Cipher {
  /** Id of the key new values are sealed with; stored inside each value so keys can be rotated. */
  readonly keyId: string;
  seal(plain: string, context: string): string;
  open(sealed: string, context: string): string;
}

export const mask = "••••••";

/** Replaces every occurrence of the given secrets; the shortest secrets are still masked. */
export function redact(text: string, secrets: readonly string[]): string {
  let result = text;
  for (const secret of secrets) if (secret !== "") result = result.replaceAll(secret, mask);
  return result;
}
