import { type Algorithm, hash, verify } from "@node-rs/argon2";

// OWASP's first choice for Argon2id: 19 MiB, two passes.
const options = { algorithm: 2 satisfies Algorithm, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, options);

let decoy: Promise<string> | undefined;

/** Takes the same time whether or not there is an account (`stored` undefined), so sign-in does not tell who exists. */
export async function verifyPassword(stored: string | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword("nobody has this password");
  const matches = await verify(stored ?? (await decoy), password);
  return stored !== undefined && matches;
}
