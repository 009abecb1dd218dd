import { createHash } from "node:crypto";
import { and, asc, count, desc, eq, inArray, or, sql } from "drizzle-orm";
import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/id";
import type { Cipher } from "@/lib/core/secrets";
import type { CallbackFunction, FunctionInput } from "@/lib/functions/function";
import type { FunctionStore } from "@/lib/functions/store";
import type { Database, Queries } from "../database";
import { isUniqueViolation } from "../errors";
import type { Tables } from "../schema";
import { contains } from "../search";
import { recordAudit } from "./audit";
import { doorReader, proofPlace, stampReader, tokenPlace } from "./function-door";
import { functionTests } from "./function-tests";
import { refuseWhileUsed } from "./used-by";
import type { Use } from "./uses";

type Row = Tables["functions"]["$inferSelect"];

function toFunction(whole: Row): CallbackFunction {
  const { nameKey: _, tokenHash: __, token: ___, proofSecret: ____, values, apiName, ...row } = whole;
  return { ...values, ...row, apiName: apiName ?? "" };
}

const columnsOf = ({ name, apiName, ...values }: FunctionInput) => ({
  name,
  nameKey: name.toLowerCase(),
  apiName: apiName === "" ? null : apiName,
  values,
});

export function functionStore(db: Database, cipher: Cipher): FunctionStore {
  const { functions, functionVersions } = db.tables;

  const keepVersion = (tx: Queries, actor: Actor, { id, version, updatedAt }: Row, values: FunctionInput) =>
    tx.insert(functionVersions).values({ functionId: id, version, at: updatedAt, actorName: actor.name, values });

  const patch = (actor: Actor, id: string, action: string, values: (row: Row) => Partial<Row>) =>
    db.write(async (tx) => {
      const [before] = await tx.select().from(functions).where(eq(functions.id, id));
      if (!before) throw gone();
      const [row] = await tx.update(functions).set(values(before)).where(eq(functions.id, id)).returning();
      if (!row) throw gone();
      await recordAudit(db, tx, actor, action, id, row.name);
      return toFunction(row);
    });

  return {
    list: functionList(db),

    async get(id) {
      const [row] = await db.read.select().from(functions).where(eq(functions.id, id));
      return row && toFunction(row);
    },

    door: doorReader(db, cipher),
    stamp: stampReader(db),

    async find(name) {
      if (name.includes("\0")) return undefined;
      const rows = await db.read
        .select()
        .from(functions)
        .where(or(eq(functions.apiName, name), eq(functions.nameKey, name.toLowerCase())));
      const row = rows.find(({ apiName }) => apiName === name) ?? rows[0];
      return row && toFunction(row);
    },

    create: (actor, input) =>
      named(db, input, async (tx) => {
        const now = new Date();
        const [row] = await tx
          .insert(functions)
          .values({
            ...columnsOf(input),
            ...{ id: newId("fun"), version: 1, isPublished: false, proof: { kind: "none", headerName: "" } },
            ...{ createdAt: now, updatedAt: now, updatedByName: actor.name },
          })
          .returning();
        if (!row) throw new Error("Inserting a function returned no row");
        await keepVersion(tx, actor, row, input);
        await recordAudit(db, tx, actor, "function.create", row.id, row.name);
        return toFunction(row);
      }),

    update: (actor, id, input, expectedVersion) =>
      named(db, input, async (tx) => {
        const isCurrent = expectedVersion === undefined ? undefined : eq(functions.version, expectedVersion);
        const [row] = await tx
          .update(functions)
          .set({
            ...columnsOf(input),
            ...{ version: sql`${functions.version} + 1`, updatedAt: new Date(), updatedByName: actor.name },
          })
          .where(and(eq(functions.id, id), isCurrent))
          .returning();
        if (!row) {
          const [there] = await tx.select({ id: functions.id }).from(functions).where(eq(functions.id, id));
          if (!there) throw gone();
          throw new AppError("conflict", "Someone else saved this function meanwhile. Reload to see their version.");
        }
        if (row.isPublished && row.apiName === null) throw needsApiName();
        await keepVersion(tx, actor, row, input);
        await recordAudit(db, tx, actor, "function.update", id, row.name);
        return toFunction(row);
      }),

    publish: (actor, id, token) =>
      patch(actor, id, "function.publish", ({ apiName }) => {
        if (apiName === null) throw needsApiName();
        return {
          ...{ isPublished: true, publishedAt: new Date(), tokenEnd: token.slice(-4) },
          tokenHash: createHash("sha256").update(token).digest("hex"),
          token: cipher.seal(token, tokenPlace(id)),
        };
      }),

    unpublish: (actor, id) =>
      patch(actor, id, "function.unpublish", () => ({
        ...{ isPublished: false, tokenHash: null, tokenEnd: null, token: null },
      })),

    async token(id) {
      const [row] = await db.read.select().from(functions).where(eq(functions.id, id));
      return row?.token ? cipher.open(row.token, tokenPlace(id)) : undefined;
    },

    setProof: (actor, id, { kind, headerName, secret }) =>
      patch(actor, id, "function.setProof", (row) => {
        if (kind === "none") return { proof: { kind, headerName: "" }, proofSecret: null };
        if (secret === undefined && row.proofSecret === null)
          throw new AppError("invalid", "Enter the secret that callers prove.", { secret: ["Enter the secret"] });
        const sealed = secret === undefined ? row.proofSecret : cipher.seal(secret, proofPlace(id));
        return { proof: { kind, headerName }, proofSecret: sealed };
      }),

    remove: (actor, ids) =>
      db.write(async (tx) => {
        if (ids.length === 0) return 0;
        const { id, name } = functions;
        const removed = await tx
          .delete(functions)
          .where(inArray(id, [...ids]))
          .returning({ id, name });
        // Gone first, asked after: a rule about to name one has been saved or finds nothing.
        const isMeant = (use: Use) => use.kind === "function" && removed.some((one) => one.id === use.id);
        const names = removed.map((one) => `“${one.name}”`);
        if (removed.length > 0) await refuseWhileUsed(db, tx, names, isMeant);
        for (const one of removed) await recordAudit(db, tx, actor, "function.remove", one.id, one.name);
        return removed.length;
      }),

    async versions(functionId, { page, pageSize }) {
      const { version, at, actorName } = functionVersions;
      const where = eq(functionVersions.functionId, functionId);
      const [total] = await db.read.select({ value: count() }).from(functionVersions).where(where);
      const items = await db.read
        .select({ functionId: functionVersions.functionId, version, at, actorName })
        .from(functionVersions)
        .where(where)
        .orderBy(desc(version))
        .limit(pageSize)
        .offset((page - 1) * pageSize);
      return { items, total: Number(total?.value ?? 0) };
    },

    async version(functionId, version) {
      const [row] = await db.read
        .select()
        .from(functionVersions)
        .where(and(eq(functionVersions.functionId, functionId), eq(functionVersions.version, version)));
      return row;
    },

    ...functionTests(db),
  };
}

export const gone = () => new AppError("not_found", "This function no longer exists.");
const needsApiName = () =>
  new AppError("invalid", "A published function needs an API name: it is part of the URL.", {
    apiName: ["Enter an API name, such as create_ticket"],
  });

async function named(
  db: Database,
  { name, apiName }: FunctionInput,
  work: (tx: Queries) => Promise<CallbackFunction>,
): Promise<CallbackFunction> {
  try {
    return await db.write(work);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const { functions } = db.tables;
    const [same] = await db.read
      .select({ id: functions.id })
      .from(functions)
      .where(eq(functions.nameKey, name.toLowerCase()));
    const [field, text] = same ? (["name", name] as const) : (["apiName", apiName] as const);
    const message = `Another function ${field === "name" ? "is called" : "has the API name"} “${text}”`;
    throw new AppError("conflict", `${message}. Choose another one.`, { [field]: [message] });
  }
}

function functionList({ read, tables: { functions } }: Database): FunctionStore["list"] {
  const sorts = {
    name: functions.nameKey,
    apiName: functions.apiName,
    updatedAt: functions.updatedAt,
    lastRunAt: functions.lastRunAt,
  };
  return async ({ page, pageSize, q, sort, isPublished }) => {
    const where = and(
      q
        ? contains(
            q,
            functions.name,
            sql`coalesce(${functions.apiName}, '')`,
            sql`${functions.values} ->> 'description'`,
          )
        : undefined,
      isPublished === undefined ? undefined : eq(functions.isPublished, isPublished),
    );
    const { key, direction } = sort ?? ({ key: "name", direction: "asc" } as const);
    const order = direction === "desc" ? desc : asc;
    const [total] = await read.select({ value: count() }).from(functions).where(where);
    const rows = await read
      .select()
      .from(functions)
      .where(where)
      // Those without a value come last either way.
      .orderBy(sql`${sorts[key]} is null`, order(sorts[key]), order(functions.id))
      .limit(pageSize)
      .offset((page - 1) * pageSize);
    return { items: rows.map(toFunction), total: Number(total?.value ?? 0) };
  };
}
