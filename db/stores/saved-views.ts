import { and, asc, eq, isNull, ne, or, type SQL, sql } from "drizzle-orm";
import { mostViews, type SavedView, type SavedViewStore, type ViewOwner } from "@/lib/access/saved-views";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/id";
import type { Database, Queries } from "../database";
import { held } from "../locks";
import { recordAudit } from "./audit";

export function savedViewStore(db: Database): SavedViewStore {
  const { savedViews } = db.tables;
  const { id, page, name, query, personId } = savedViews;
  const columns = { id, page, name, query, personId };

  const ownedBy = (person: number | null): SQL => (person === null ? isNull(personId) : eq(personId, person));

  /** One the owner may change, its row locked. */
  async function mine(tx: Queries, { personId: person, mayShare }: ViewOwner, wanted: string): Promise<SavedView> {
    const theirs = mayShare ? or(ownedBy(person), ownedBy(null)) : ownedBy(person);
    const found = tx
      .select(columns)
      .from(savedViews)
      .where(and(eq(id, wanted), theirs));
    const [view] = await held(db, found, "update");
    if (!view) throw new AppError("not_found", "This view no longer exists, or it is not yours to change.");
    return view;
  }

  async function checkName(tx: Queries, view: Omit<SavedView, "query">): Promise<void> {
    const [other] = await tx
      .select({ id })
      .from(savedViews)
      .where(
        and(
          eq(page, view.page),
          ownedBy(view.personId),
          ne(id, view.id),
          sql`lower(${name}) = ${view.name.toLowerCase()}`,
        ),
      )
      .limit(1);
    const message = "Another view has this name.";
    if (other) throw new AppError("conflict", message, { name: [message] });
  }

  return {
    list: async (wanted, person) =>
      db.read
        .select(columns)
        .from(savedViews)
        .where(and(eq(page, wanted), or(ownedBy(person), ownedBy(null))))
        .orderBy(asc(sql`lower(${name})`), asc(id)),

    create: (owner, { isShared, ...input }) =>
      db.write(async (tx) => {
        if (isShared && !owner.mayShare)
          throw new AppError("forbidden", "Your role does not allow views for everyone. Save it for yourself.");
        const view: SavedView = { ...input, id: newId("viw"), personId: isShared ? null : owner.personId };
        const others = await tx
          .select({ id })
          .from(savedViews)
          .where(and(eq(page, view.page), ownedBy(view.personId)));
        if (others.length >= mostViews)
          throw new AppError("limit", `There are ${mostViews} views already. Delete one that is not needed.`);
        await checkName(tx, view);
        await tx.insert(savedViews).values({ ...view, createdAt: new Date() });
        await recordAudit(db, tx, owner.actor, "view.create", view.id, view.name);
        return view;
      }),

    update: (owner, wanted, changes) =>
      db.write(async (tx) => {
        const before = await mine(tx, owner, wanted);
        const after = { ...before, ...changes };
        await checkName(tx, after);
        await tx.update(savedViews).set({ name: after.name, query: after.query }).where(eq(id, wanted));
        await recordAudit(db, tx, owner.actor, "view.update", wanted, after.name);
        return after;
      }),

    remove: (owner, wanted) =>
      db.write(async (tx) => {
        const view = await mine(tx, owner, wanted);
        await tx.delete(savedViews).where(eq(id, wanted));
        await recordAudit(db, tx, owner.actor, "view.remove", wanted, view.name);
      }),
  };
}
