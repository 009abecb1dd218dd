import { z } from "zod";

export type Mailbox = { name: string; address: string };

const longest = 320;
const email = z.email();

/** Line breaks, and whatever else could end a header early or hide in one. */
const hasControl = (text: string) => /[\p{Cc}\u2028\u2029]/u.test(text);

/** `desk@example.com` or `Help desk <desk@example.com>`; undefined for anything else, such as two addresses or a line break. */
export function parseMailbox(text: string): Mailbox | undefined {
  if (text.length > longest || hasControl(text)) return undefined;
  const [, name = "", bracketed] = /^([^<>]*)<([^<>]*)>$/.exec(text.trim()) ?? [];
  const address = (bracketed ?? text).trim();
  if (!email.safeParse(address).success) return undefined;
  return { name: name.trim().replace(/^"(.*)"$/, "$1"), address };
}

/** One address, without a name. */
export const mailAddress = z
  .string()
  .trim()
  .max(longest)
  .refine((text) => !hasControl(text) && email.safeParse(text).success, "Enter an address such as desk@example.com");

/** One address, with or without a name. */
export const mailbox = z
  .string()
  .trim()
  .refine((text) => parseMailbox(text) !== undefined, "Enter an address such as Help desk <desk@example.com>");
