import { and, asc, count, desc, eq, getTableColumns, gt, max, sql } from "drizzle-orm";
import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/id";
import type { ListQuery } from "@/lib/core/page";
import { type Bin, defaultBinResponse, mostPinned } from "@/lib/inspector/bin";
import type { BinStore } from "@/lib/inspector/store";
import type { Database, Queries } from "../database";
import { contains } from "../search";
import { recordAudit } from "./audit";
import { captures } from "./captures";

const gone = () => new AppError("not_found", "This bin no longer exists.");

export function binStore(db: Database): BinStore {
  const { bins, capturedRequests } = db.tables;

  const counted = (queries: Queries) =>
    queries
      .select({
        id: bins.id,
        name: bins.name,
        response: bins.response,
        repliesGiven: bins.repliesGiven,
        createdAt: bins.createdAt,
        requestCount: count(capturedRequests.id),
        lastRequestAt: max(capturedRequests.receivedAt),
      })
      .from(bins)
      .leftJoin(capturedRequests, eq(capturedRequests.binId, bins.id))
      .groupBy(bins.id);

  const toBin = (row: Bin): Bin => ({ ...row, requestCount: Number(row.requestCount) });

  async function read(queries: Queries, id: string): Promise<Bin | undefined> {
    const [row] = await counted(queries).where(eq(bins.id, id));
    return row && toBin(row);
  }

  const patch = (
    actor: Actor,
    id: string,
    action: string,
    values: Partial<Pick<Bin, "name" | "response" | "repliesGiven">>,
  ) =>
    db.write(async (tx) => {
      await tx.update(bins).set(values).where(eq(bins.id, id));
      const bin = await read(tx, id);
      if (!bin) throw gone();
      await recordAudit(db, tx, actor, action, id, bin.name);
      return bin;
    });

  async function found(binId: string, { page, pageSize, q }: ListQuery) {
    const { method, target, headers, body } = capturedRequests;
    const where = and(
      eq(capturedRequests.binId, binId),
      q ? contains(q, method, target, sql`cast(${headers} as text)`, body) : undefined,
    );
    const [total] = await db.read.select({ value: count() }).from(capturedRequests).where(where);
    return { where, total: Number(total?.value ?? 0), offset: (page - 1) * pageSize };
  }

  return {
    async list() {
      const rows = await counted(db.read).orderBy(desc(bins.id));
      return rows.map(toBin);
    },

    get: (id) => read(db.read, id),

    async responseOf(id) {
      const [row] = await db.read.select({ response: bins.response }).from(bins).where(eq(bins.id, id));
      return row?.response;
    },

    create: (actor, { name }) =>
      db.write(async (tx) => {
        const row = { id: newId("bin"), name, response: defaultBinResponse, repliesGiven: 0, createdAt: new Date() };
        await tx.insert(bins).values(row);
        await recordAudit(db, tx, actor, "bin.create", row.id, name);
        return { ...row, requestCount: 0, lastRequestAt: null };
      }),

    rename: (actor, id, { name }) => patch(actor, id, "bin.rename", { name }),
    setResponse: (actor, id, response) => patch(actor, id, "bin.setResponse", { response, repliesGiven: 0 }),

    async nextReply(id, count, afterLast) {
      // Afterwards it is from 1 to count, so that the reply just taken is always the one before.
      const given = sql`case when ${bins.repliesGiven} >= ${sql.raw(String(Math.trunc(count)))} then ${sql.raw(
        String(afterLast === "repeat" ? 1 : Math.trunc(count)),
      )} else ${bins.repliesGiven} + 1 end`;
      const [row] = await db.write((tx) =>
        tx.update(bins).set({ repliesGiven: given }).where(eq(bins.id, id)).returning({ given: bins.repliesGiven }),
      );
      return Math.max(0, (row?.given ?? 1) - 1);
    },

    async remove(actor, id) {
      await db.write(async (tx) => {
        const [removed] = await tx.delete(bins).where(eq(bins.id, id)).returning({ name: bins.name });
        if (!removed) throw gone();
        await recordAudit(db, tx, actor, "bin.remove", id, removed.name);
      });
    },

    capture: captures(db),

    async requests(binId, query) {
      const { where, total, offset } = await found(binId, query);
      const items = await db.read
        .select()
        .from(capturedRequests)
        .where(where)
        .orderBy(desc(capturedRequests.id))
        .limit(query.pageSize)
        .offset(offset);
      return { items, total };
    },

    async summaries(binId, query) {
      const { where, total, offset } = await found(binId, query);
      const { headers, body, bodyEncoding, ...light } = getTableColumns(capturedRequests);
      const items = await db.read
        .select(light)
        .from(capturedRequests)
        .where(where)
        .orderBy(desc(capturedRequests.id))
        .limit(query.pageSize)
        .offset(offset);
      return { items, total };
    },

    async request(binId, id) {
      const [row] = await db.read
        .select()
        .from(capturedRequests)
        .where(and(eq(capturedRequests.binId, binId), eq(capturedRequests.id, id)));
      return row;
    },

    async requestAfter(binId, id) {
      const [row] = await db.read
        .select()
        .from(capturedRequests)
        .where(and(eq(capturedRequests.binId, binId), gt(capturedRequests.id, id)))
        .orderBy(asc(capturedRequests.id))
        .limit(1);
      return row;
    },

    async setPinned(actor, binId, id, isPinned) {
      await db.write(async (tx) => {
        const ofBin = eq(capturedRequests.binId, binId);
        const [bin] = await tx.select({ name: bins.name }).from(bins).where(eq(bins.id, binId));
        if (!bin) throw gone();
        const changed = await tx
          .update(capturedRequests)
          .set({ isPinned })
          .where(and(ofBin, eq(capturedRequests.id, id)))
          .returning({ id: capturedRequests.id });
        if (changed.length === 0)
          throw new AppError("not_found", "This request is gone. The bin was cleared, or newer ones took its place.");
        const [pinned] = await tx
          .select({ value: count() })
          .from(capturedRequests)
          .where(and(ofBin, eq(capturedRequests.isPinned, true)));
        if (isPinned && Number(pinned?.value ?? 0) > mostPinned)
          throw new AppError("limit", `A bin keeps at most ${mostPinned} pinned requests. Unpin one first.`);
        await recordAudit(db, tx, actor, isPinned ? "bin.pin" : "bin.unpin", binId, bin.name);
      });
    },

    async clear(actor, binId) {
      await db.write(async (tx) => {
        const [bin] = await tx.select({ name: bins.name }).from(bins).where(eq(bins.id, binId));
        if (!bin) throw gone();
        await tx.delete(capturedRequests).where(eq(capturedRequests.binId, binId));
        await recordAudit(db, tx, actor, "bin.clear", binId, bin.name);
      });
    },
  };
}
