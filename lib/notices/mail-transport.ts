import type { Mail } from "./notice";

/**
 * `taken`: the server has it; `refused` tells of addresses it did not want. `refused`: trying again can't help.
 * `unavailable`: it may later. Messages are for administrators and hold no secret.
 */
export type MailResult =
  | { kind: "taken"; refused: string | null }
  | { kind: "refused"; message: string }
  | { kind: "unavailable"; message: string };

/** The way to the mail server. `send` never rejects; sending the same mail twice gives both the same Message-ID. */
export type MailTransport = { send(mail: Mail): Promise<MailResult>; close(): void };
