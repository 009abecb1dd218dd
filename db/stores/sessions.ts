import { and, desc, eq, gt, lte, ne } from "drizzle-orm";
import type { Session } from "@/lib/access/role";
import type { SessionStore } from "@/lib/access/store";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/id";
import type { Database, Queries } from "../database";
import { recordAudit } from "./audit";
import { asPrincipal } from "./roles";

export function sessionStore(db: Database): SessionStore {
  const { sessions, accounts, people, roles } = db.tables;

  const shown = {
    id: sessions.id,
    personId: sessions.personId,
    createdAt: sessions.createdAt,
    lastSeenAt: sessions.lastSeenAt,
    expiresAt: sessions.expiresAt,
    userAgent: sessions.userAgent,
    address: sessions.address,
  } satisfies Record<keyof Session, unknown>;

  async function nameOf(tx: Queries, personId: number): Promise<string> {
    const [person] = await tx.select({ name: people.name }).from(people).where(eq(people.id, personId));
    if (!person) throw new AppError("not_found", "This person no longer exists.");
    return person.name;
  }

  return {
    create: (session) =>
      db.write(async (tx) => {
        const [account] = await tx
          .select({ isEnabled: accounts.isEnabled })
          .from(accounts)
          .where(eq(accounts.personId, session.personId));
        if (!account?.isEnabled) throw new AppError("unauthenticated", "This account can't sign in any more.");
        await tx
          .delete(sessions)
          .where(and(eq(sessions.personId, session.personId), lte(sessions.expiresAt, session.createdAt)));
        const [saved] = await tx
          .insert(sessions)
          .values({ ...session, id: newId("ses") })
          .returning(shown);
        if (!saved) throw new Error("The insert returned no session");
        return saved;
      }),

    async find(tokenHash, now) {
      const [row] = await db.read
        .select({ session: shown, role: roles, name: people.name, emails: people.emails })
        .from(sessions)
        .innerJoin(accounts, eq(accounts.personId, sessions.personId))
        .innerJoin(people, eq(people.id, sessions.personId))
        .innerJoin(roles, eq(roles.id, accounts.roleId))
        .where(
          and(
            eq(sessions.tokenHash, tokenHash),
            gt(sessions.expiresAt, now),
            eq(accounts.isEnabled, true),
            eq(people.isDisabled, false),
          ),
        );
      if (!row) return undefined;
      const { session, role, name, emails } = row;
      const { personId } = session;
      return {
        session,
        principal: asPrincipal({ kind: "person", id: `person:${personId}`, name, personId }, role),
        email: emails[0]?.email ?? "",
      };
    },

    async touch(id, lastSeenAt) {
      await db.write((tx) => tx.update(sessions).set({ lastSeenAt }).where(eq(sessions.id, id)));
    },

    listFor: (personId, now) =>
      db.read
        .select(shown)
        .from(sessions)
        .where(and(eq(sessions.personId, personId), gt(sessions.expiresAt, now)))
        .orderBy(desc(sessions.lastSeenAt), desc(sessions.id)),

    async revoke(actor, id) {
      await db.write(async (tx) => {
        const [gone] = await tx.delete(sessions).where(eq(sessions.id, id)).returning({ personId: sessions.personId });
        if (!gone) throw new AppError("not_found", "This session has already ended.");
        await recordAudit(db, tx, actor, "session.revoke", id, await nameOf(tx, gone.personId));
      });
    },

    async revokeAll(actor, personId, exceptId) {
      await db.write(async (tx) => {
        const name = await nameOf(tx, personId);
        const gone = await tx
          .delete(sessions)
          .where(and(eq(sessions.personId, personId), exceptId === undefined ? undefined : ne(sessions.id, exceptId)))
          .returning({ id: sessions.id });
        if (gone.length > 0) await recordAudit(db, tx, actor, "session.revokeAll", `person:${personId}`, name);
      });
    },
  };
}
