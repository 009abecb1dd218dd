import { and, asc, count, desc, eq, or, sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import type { WebMethodStore } from "@/lib/inbound/store";
import type { WebMethodCall } from "@/lib/inbound/web-method";
import type { Database, Queries } from "../database";
import { isForeignKeyViolation, isUniqueViolation } from "../errors";
import { contains } from "../search";
import { createTicket } from "./changes";
import { writeChange } from "./write-change";

type CallLog = Pick<WebMethodStore, "perform" | "repeated" | "logCall" | "calls" | "call">;

export function callLog(db: Database): CallLog {
  const { webMethods, webMethodCalls } = db.tables;

  const insert = (tx: Queries, call: WebMethodCall) => tx.insert(webMethodCalls).values(call);

  const called = (tx: Queries, { webMethodId, at }: WebMethodCall) =>
    tx.update(webMethods).set({ lastCallAt: at }).where(eq(webMethods.id, webMethodId));

  async function repeated(webMethodId: string, idempotencyKey: string): Promise<WebMethodCall | undefined> {
    const [call] = await db.read
      .select()
      .from(webMethodCalls)
      .where(and(eq(webMethodCalls.webMethodId, webMethodId), eq(webMethodCalls.idempotencyKey, idempotencyKey)));
    return call;
  }

  return {
    repeated,

    async perform(effect, finish) {
      let made: WebMethodCall | undefined;
      try {
        const call = await db.write(async (tx) => {
          const created = effect.create && (await createTicket(db, tx, effect.create));
          if (effect.change) await writeChange(db, tx, effect.change);
          made = finish(created && { id: created.id, displayId: created.displayId });
          // Of two calls with one key the second waits here for the first, fails, and takes everything above back.
          await insert(tx, made);
          await called(tx, made);
          return made;
        });
        return { call };
      } catch (error) {
        if (isForeignKeyViolation(error)) throw gone();
        const key = made?.idempotencyKey ?? null;
        const earlier =
          made && key !== null && isUniqueViolation(error) ? await repeated(made.webMethodId, key) : undefined;
        if (!earlier) throw error;
        return { duplicate: earlier };
      }
    },

    async logCall(call) {
      try {
        // Without its key: that belongs to the call that had the effect.
        await db.write(async (tx) => {
          await insert(tx, { ...call, idempotencyKey: null });
          await called(tx, call);
        });
      } catch (error) {
        throw isForeignKeyViolation(error) ? gone() : error;
      }
    },

    calls: callList(db),

    async call(id) {
      const [call] = await db.read.select().from(webMethodCalls).where(eq(webMethodCalls.id, id));
      return call;
    },
  };
}

/** What a store says of a web method that is not there. */
export const gone = () => new AppError("not_found", "This web method no longer exists.");

function callList({ read, tables: { webMethodCalls } }: Database): CallLog["calls"] {
  const { id, at, webMethodId, outcome, ticketId, ticketDisplayId, remoteAddress, request } = webMethodCalls;
  return async ({ page, pageSize, q, sort, ...query }) => {
    const text = q?.replaceAll("\0", "");
    const where = and(
      query.webMethodId === undefined ? undefined : eq(webMethodId, query.webMethodId),
      query.outcome && eq(outcome, query.outcome),
      query.ticketId === undefined ? undefined : eq(ticketId, query.ticketId),
      // The request is stored as JSON, where quotes and line breaks of a body are escaped.
      text
        ? or(
            contains(text, sql`coalesce(${ticketDisplayId}, '')`, remoteAddress, id),
            contains(JSON.stringify(text).slice(1, -1), sql`cast(${request} as text)`),
          )
        : undefined,
    );
    const order = sort?.direction === "asc" ? asc : desc;
    const [total] = await read.select({ value: count() }).from(webMethodCalls).where(where);
    const items = await read
      .select()
      .from(webMethodCalls)
      .where(where)
      // Ids grow with time and break ties.
      .orderBy(...(sort ? [order(at)] : []), order(id))
      .limit(pageSize)
      .offset((page - 1) * pageSize);
    return { items, total: Number(total?.value ?? 0) };
  };
}
