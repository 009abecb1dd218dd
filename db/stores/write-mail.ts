import { newId } from "@/lib/core/id";
import { checkMail } from "@/lib/notices/new-mail";
import type { Mail, NewMail } from "@/lib/notices/notice";
import type { Database, Queries } from "../database";

/** Puts a mail into the outbox, inside the caller's transaction. AppError("invalid", …, fields) for one that can't be sent. */
export async function writeMail(
  { tables: { mails } }: Pick<Database, "tables">,
  tx: Queries,
  mail: NewMail,
): Promise<Mail> {
  const now = new Date();
  const row: Mail = {
    ...checkMail(mail),
    id: newId("mai"),
    createdAt: now,
    status: "waiting",
    attempts: 0,
    nextAttemptAt: now,
    lastError: null,
    sentAt: null,
  };
  await tx.insert(mails).values(row);
  return row;
}
