import { createHash } from "node:crypto";
import { and, asc, count, desc, eq, gt, inArray, isNull, lt, lte, min, or, sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import { mostUnseen, type NoticeStore } from "@/lib/notices/store";
import type { Database, Queries } from "../database";
import { contains } from "../search";
import { recordAudit } from "./audit";
import { certificatesSeen } from "./certificates-seen";
import { writeNotice } from "./write-notice";

export function noticeStore(db: Database): NoticeStore {
  const { notices, accounts } = db.tables;

  const due = (now: Date) => and(eq(notices.postStatus, "pending"), lte(notices.nextPostAt, now));

  async function seenAt(queries: Queries, personId: number): Promise<Date | null> {
    const [account] = await queries
      .select({ seenAt: accounts.noticesSeenAt, createdAt: accounts.createdAt })
      .from(accounts)
      .where(eq(accounts.personId, personId));
    // What happened before somebody had an account is nothing they missed.
    return account ? (account.seenAt ?? account.createdAt) : null;
  }

  return {
    async list({ page, pageSize, q, kind }) {
      const where = and(kind && eq(notices.kind, kind), q ? contains(q, notices.subject, notices.text) : undefined);
      const [total] = await db.read.select({ value: count() }).from(notices).where(where);
      const items = await db.read
        .select()
        .from(notices)
        .where(where)
        .orderBy(desc(notices.at), desc(notices.id))
        .limit(pageSize)
        .offset((page - 1) * pageSize);
      return { items, total: Number(total?.value ?? 0) };
    },

    async get(id) {
      const [notice] = await db.read.select().from(notices).where(eq(notices.id, id));
      return notice;
    },

    write: (actor, notice) =>
      db.write(async (tx) => {
        const { id, mailId } = await writeNotice(db, tx, notice);
        await recordAudit(db, tx, actor, "notice.write", id, notice.subject);
        return { id, mailId };
      }),

    async writeOnce(key, notice) {
      const id = `ntc_${createHash("sha256").update(key).digest("hex").slice(0, 32)}`;
      return (await db.write((tx) => writeNotice(db, tx, notice, id))).isNew;
    },

    certificatesSeen: (webhookId, since) => certificatesSeen(db, webhookId, since),

    seenAt: (personId) => seenAt(db.read, personId),

    async unseenCount(personId) {
      const seen = await seenAt(db.read, personId);
      if (!seen) return 0;
      const newer = await db.read
        .select({ id: notices.id })
        .from(notices)
        .where(gt(notices.at, seen))
        .limit(mostUnseen);
      return newer.length;
    },

    async markSeen(personId, at) {
      const marked = await db.write(async (tx) => {
        await tx
          .update(accounts)
          .set({ noticesSeenAt: at })
          .where(
            and(eq(accounts.personId, personId), or(isNull(accounts.noticesSeenAt), lt(accounts.noticesSeenAt, at))),
          );
        return seenAt(tx, personId);
      });
      if (!marked) throw new AppError("not_found", "This person has no account.");
    },

    claimPosts: ({ now, leaseMs, limit }) =>
      db.write((tx) =>
        tx
          .update(notices)
          .set({
            postAttempts: sql`${notices.postAttempts} + 1`,
            // Whoever doesn't settle until then is taken for dead.
            nextPostAt: new Date(now.getTime() + leaseMs),
          })
          .where(
            and(
              due(now),
              inArray(
                notices.id,
                tx
                  .select({ id: notices.id })
                  .from(notices)
                  .where(due(now))
                  .orderBy(asc(notices.nextPostAt))
                  .limit(limit),
              ),
            ),
          )
          .returning(),
      ),

    async settlePost(id, attempt, outcome, error) {
      const settled = await db.write((tx) =>
        tx
          .update(notices)
          .set({
            postStatus: outcome.status,
            nextPostAt: outcome.status === "pending" ? outcome.nextAt : null,
            postError: error,
          })
          .where(and(eq(notices.id, id), eq(notices.postStatus, "pending"), eq(notices.postAttempts, attempt)))
          .returning({ id: notices.id }),
      );
      return settled.length > 0;
    },

    async nextPostAt() {
      const [first] = await db.read
        .select({ at: min(notices.nextPostAt) })
        .from(notices)
        .where(eq(notices.postStatus, "pending"));
      return first?.at ?? null;
    },
  };
}
