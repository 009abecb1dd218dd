import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { fieldErrors } from "@/lib/core/field-errors";
import { plainText } from "@/lib/core/text";
import { mailbox } from "./mailbox";
import type { NewMail } from "./notice";

const mostRecipients = 50;
const longestText = 1_000_000;

const shape = z
  .object({
    sender: mailbox.nullable().default(null),
    to: z.array(mailbox).min(1, "Enter at least one address"),
    cc: z.array(mailbox).default([]),
    bcc: z.array(mailbox).default([]),
    replyTo: mailbox.nullable().default(null),
    subject: plainText.max(998).refine((text) => !/[\r\n]/.test(text), "The subject is one line"),
    text: plainText.max(longestText),
    html: plainText.max(longestText).nullable().default(null),
    source: z.string().min(1).max(200),
  })
  .refine(({ to, cc, bcc }) => to.length + cc.length + bcc.length <= mostRecipients, {
    path: ["to"],
    message: `A mail has at most ${mostRecipients} addresses`,
  });

/** A mail fit for the outbox. AppError("invalid", …, fields) for bad addresses, or a line break where it would add headers. */
export function checkMail(mail: NewMail) {
  const parsed = shape.safeParse(mail);
  if (parsed.success) return parsed.data;
  const fields = fieldErrors(parsed.error);
  const [[field, messages] = ["mail", []]] = Object.entries(fields);
  throw new AppError("invalid", `This mail can't be sent: ${field}: ${messages[0] ?? "is not valid"}.`, fields);
}
