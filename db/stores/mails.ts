import { and, asc, count, desc, eq, getTableColumns, inArray, lte, min, sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/id";
import { type Mail, mailStatuses } from "@/lib/notices/notice";
import type { ClaimedMail, MailStore } from "@/lib/notices/store";
import type { Database, Queries } from "../database";
import { held } from "../locks";
import { contains } from "../search";
import { recordAudit } from "./audit";
import { writeMail } from "./write-mail";

/** Those of which some attempt is still to come. */
const open = ["waiting", "sending"] as const;

export function mailStore(db: Database): MailStore {
  const { mails } = db.tables;
  const { lease: _, ...shown } = getTableColumns(mails);
  const { text: __, html: ___, ...light } = shown;

  const due = (now: Date) => and(inArray(mails.status, [...open]), lte(mails.nextAttemptAt, now));

  /** The row, kept from the worker until the transaction ends. */
  async function locked(tx: Queries, id: string): Promise<Mail> {
    const [mail] = await held(db, tx.select(shown).from(mails).where(eq(mails.id, id)), "update");
    if (!mail) throw new AppError("not_found", "This mail no longer exists.");
    return mail;
  }

  /** A mail whose worker died counts as waiting. */
  const isBeingSent = ({ status, nextAttemptAt }: Mail, at: Date) =>
    status === "sending" && nextAttemptAt !== null && nextAttemptAt > at;

  const sending = () =>
    new AppError("conflict", "This mail is being handed to the mail server right now. Look again in a moment.");

  return {
    enqueue: (mail) => db.write((tx) => writeMail(db, tx, mail)),

    async list({ page, pageSize, q, status }) {
      const addresses = [mails.to, mails.cc, mails.bcc].map((column) => sql`cast(${column} as text)`);
      const where = and(
        status && eq(mails.status, status),
        q ? contains(q, mails.subject, mails.text, ...addresses) : undefined,
      );
      const [total] = await db.read.select({ value: count() }).from(mails).where(where);
      const items = await db.read
        .select(light)
        .from(mails)
        .where(where)
        .orderBy(desc(mails.createdAt), desc(mails.id))
        .limit(pageSize)
        .offset((page - 1) * pageSize);
      return { items, total: Number(total?.value ?? 0) };
    },

    async get(id) {
      const [mail] = await db.read.select(shown).from(mails).where(eq(mails.id, id));
      return mail;
    },

    async counts() {
      const rows = await db.read.select({ status: mails.status, value: count() }).from(mails).groupBy(mails.status);
      const known = rows.map(({ status, value }) => [status, Number(value)] as const);
      return Object.fromEntries([...mailStatuses.map((status) => [status, 0] as const), ...known]) as Record<
        Mail["status"],
        number
      >;
    },

    async claim({ now, leaseMs, limit }) {
      const lease = newId("mai");
      const claimed = await db.write((tx) =>
        tx
          .update(mails)
          .set({
            status: "sending",
            lease,
            attempts: sql`${mails.attempts} + 1`,
            nextAttemptAt: new Date(now.getTime() + leaseMs),
          })
          .where(
            and(
              due(now),
              inArray(
                mails.id,
                tx.select({ id: mails.id }).from(mails).where(due(now)).orderBy(asc(mails.nextAttemptAt)).limit(limit),
              ),
            ),
          )
          .returning(shown),
      );
      return claimed.map((mail): ClaimedMail => ({ ...mail, lease }));
    },

    async settle(id, lease, outcome, error) {
      const settled = await db.write((tx) =>
        tx
          .update(mails)
          .set({
            status: outcome.status,
            lease: null,
            nextAttemptAt: outcome.status === "waiting" ? outcome.nextAt : null,
            sentAt: outcome.status === "sent" ? outcome.at : null,
            lastError: error,
          })
          .where(and(eq(mails.id, id), eq(mails.lease, lease), eq(mails.status, "sending")))
          .returning({ id: mails.id }),
      );
      return settled.length > 0;
    },

    async nextDueAt() {
      const [first] = await db.read
        .select({ at: min(mails.nextAttemptAt) })
        .from(mails)
        .where(inArray(mails.status, [...open]));
      return first?.at ?? null;
    },

    cancel: (actor, id, at) =>
      db.write(async (tx) => {
        const mail = await locked(tx, id);
        if (isBeingSent(mail, at)) throw sending();
        if (mail.status !== "waiting" && mail.status !== "sending")
          throw new AppError("conflict", "This mail no longer waits, so there is nothing to cancel.");
        const set = { status: "cancelled" as const, nextAttemptAt: null };
        await tx
          .update(mails)
          .set({ ...set, lease: null })
          .where(eq(mails.id, id));
        await recordAudit(db, tx, actor, "mail.cancel", id, mail.subject);
        return { ...mail, ...set };
      }),

    sendAgain: (actor, id, at) =>
      db.write(async (tx) => {
        const mail = await locked(tx, id);
        if (isBeingSent(mail, at)) throw sending();
        const set = { status: "waiting" as const, attempts: 0, nextAttemptAt: at, lastError: null, sentAt: null };
        await tx
          .update(mails)
          .set({ ...set, lease: null })
          .where(eq(mails.id, id));
        await recordAudit(db, tx, actor, "mail.sendAgain", id, mail.subject);
        return { ...mail, ...set };
      }),
  };
}
