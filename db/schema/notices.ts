import type { Mail, Notice } from "@/lib/notices/notice";
import type { Columns } from "../sqlite/columns";

/** What administrators are told of, in the console, by mail and by a call. */
export const defineNotices = (c: Columns) => ({
  notices: c.table(
    "notices",
    {
      id: c.id(),
      at: c.timestamp().notNull(),
      kind: c.text().$type<Notice["kind"]>().notNull(),
      subject: c.text().notNull(),
      text: c.text().notNull(),
      href: c.text().notNull(),
      webhookId: c.text(),
      /** The call to the address of the settings; null when there is none to make. */
      postStatus: c.text().$type<NonNullable<Notice["postStatus"]>>(),
      postAttempts: c.integer().notNull().default(0),
      nextPostAt: c.timestamp(),
      postError: c.text(),
    },
    (t) => [c.index("notices_at").on(t.at), c.index("notices_post").on(t.postStatus, t.nextPostAt)],
  ),
  /** The mail outbox. */
  mails: c.table(
    "mails",
    {
      id: c.id(),
      createdAt: c.timestamp().notNull(),
      status: c.text().$type<Mail["status"]>().notNull(),
      sender: c.text(),
      to: c.json<string[]>().notNull(),
      cc: c.json<string[]>().notNull(),
      bcc: c.json<string[]>().notNull(),
      replyTo: c.text(),
      subject: c.text().notNull(),
      text: c.text().notNull(),
      html: c.text(),
      source: c.text().notNull(),
      attempts: c.integer().notNull().default(0),
      nextAttemptAt: c.timestamp(),
      lease: c.text(),
      lastError: c.text(),
      sentAt: c.timestamp(),
    },
    (t) => [c.index("mails_due").on(t.status, t.nextAttemptAt), c.index("mails_created").on(t.createdAt)],
  ),
  /** One row per group of settings people change in the console. */
  settings: c.table("settings", {
    key: c.id(),
    value: c.json<unknown>().notNull(),
    updatedAt: c.timestamp().notNull(),
  }),
});
