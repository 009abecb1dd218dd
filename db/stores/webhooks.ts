import { and, asc, count, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/id";
import type { Cipher } from "@/lib/core/secrets";
import { statusesBefore } from "@/lib/delivery/delivery";
import type { WebhookLimits, WebhookStore } from "@/lib/delivery/store";
import { completeConfig, type Webhook, type WebhookInput } from "@/lib/delivery/webhook";
import { copyName } from "../copy-name";
import type { Database, Queries } from "../database";
import type { Tables } from "../schema";
import { contains } from "../search";
import { recordAudit } from "./audit";
import type { ConnectionRow } from "./credentials";
import { forgetGates, forgetWebhook } from "./gates";
import { endLanes, holdWaiting } from "./held-deliveries";
import { webhookAuth, webhookConnections } from "./private-connections";
import { refuseWhileUsed } from "./used-by";
import type { Use } from "./uses";
import { checkWebhookReferences } from "./webhook-references";

type WebhookRow = Tables["webhooks"]["$inferSelect"];

const toWebhook = (row: WebhookRow, connection?: ConnectionRow | null): Webhook => ({
  ...row,
  config: completeConfig(row.config),
  connectionId: connection?.id ?? null,
  auth: webhookAuth(connection),
});

/** What the row holds of the form. */
const columnsOf = ({ auth: _, name, ticketTypeId, isEnabled, roleIds, ...config }: WebhookInput) => ({
  name,
  ticketTypeId,
  isEnabled,
  roleIds: [...new Set(roleIds)],
  config,
});

/** SQLite answers with JSON text. */
const parseLimits = (stored: WebhookLimits | string | null): WebhookLimits => ({
  concurrency: null,
  perSecond: null,
  ...(typeof stored === "string" ? (JSON.parse(stored) as WebhookLimits) : stored),
});

const gone = () => new AppError("not_found", "This webhook no longer exists.");

export function webhookStore(db: Database, cipher: Cipher): WebhookStore {
  const { webhooks, webhookVersions, connections, deliveries } = db.tables;
  const credentials = webhookConnections(db, cipher);

  const joined = (queries: Queries) =>
    queries
      .select({ webhooks, connections })
      .from(webhooks)
      .leftJoin(connections, eq(connections.id, webhooks.connectionId));

  async function read(queries: Queries, id: string): Promise<Webhook | undefined> {
    const [row] = await joined(queries).where(eq(webhooks.id, id));
    return row && toWebhook(row.webhooks, row.connections);
  }

  const writeVersion = (tx: Queries, actor: Actor, { id, version, config, updatedAt }: WebhookRow) =>
    tx.insert(webhookVersions).values({ webhookId: id, version, config, savedAt: updatedAt, savedBy: actor.name });

  /** A new row with its first version. `connect` stores the credentials, which need the row to hang on. */
  async function insert(
    tx: Queries,
    actor: Actor,
    action: string,
    values: ReturnType<typeof columnsOf>,
    connect: (id: string) => Promise<ConnectionRow | undefined>,
  ): Promise<Webhook> {
    const now = new Date();
    const id = newId("whk");
    await tx.insert(webhooks).values({ ...values, id, version: 1, createdAt: now, updatedAt: now });
    const connection = await connect(id);
    const [row] = await tx
      .update(webhooks)
      .set({ connectionId: connection?.id ?? null })
      .where(eq(webhooks.id, id))
      .returning();
    if (!row) throw new Error("The insert left no webhook");
    await writeVersion(tx, actor, row);
    await recordAudit(db, tx, actor, action, id, row.name);
    return toWebhook(row, connection);
  }

  /** A change that makes no new version. */
  const patch = (
    actor: Actor,
    id: string,
    action: string,
    values: Partial<Pick<WebhookRow, "isEnabled" | "roleIds">>,
  ) =>
    db.write(async (tx) => {
      if (values.roleIds) await checkWebhookReferences(db, tx, { roleIds: values.roleIds });
      await tx
        .update(webhooks)
        .set({ ...values, updatedAt: new Date() })
        .where(eq(webhooks.id, id));
      const webhook = await read(tx, id);
      if (!webhook) throw gone();
      await recordAudit(db, tx, actor, action, id, webhook.name);
      if (values.isEnabled === false) {
        await holdWaiting(db, tx, actor, webhook);
        await forgetGates(db, tx, id, new Date());
      }
      return webhook;
    });

  return {
    async list({ page, pageSize, q, sort, ticketTypeId, isEnabled }) {
      const where = and(
        q ? contains(q, webhooks.name, sql`${webhooks.config} ->> 'url'`) : undefined,
        ticketTypeId === undefined ? undefined : eq(webhooks.ticketTypeId, ticketTypeId),
        isEnabled === undefined ? undefined : eq(webhooks.isEnabled, isEnabled),
      );
      const by: SQL | typeof webhooks.updatedAt =
        sort?.key === "updatedAt" ? webhooks.updatedAt : sql`lower(${webhooks.name})`;
      const direction = sort?.direction === "desc" ? desc : asc;
      const [total] = await db.read.select({ value: count() }).from(webhooks).where(where);
      const rows = await joined(db.read)
        .where(where)
        .orderBy(direction(by), direction(webhooks.id))
        .limit(pageSize)
        .offset((page - 1) * pageSize);
      return {
        items: rows.map((row) => toWebhook(row.webhooks, row.connections)),
        total: Number(total?.value ?? 0),
      };
    },

    get: (id) => read(db.read, id),

    async limits() {
      const { id, config } = webhooks;
      const limit = sql<WebhookLimits | string | null>`${config} -> 'limits'`;
      const rows = await db.read.select({ id, limit }).from(webhooks);
      const found = rows.map((row) => [row.id, parseLimits(row.limit)] as const);
      return new Map(found.filter(([, limits]) => limits.concurrency !== null || limits.perSecond !== null));
    },

    async configAt(id, version) {
      const [row] = await db.read
        .select({ config: webhookVersions.config })
        .from(webhookVersions)
        .where(and(eq(webhookVersions.webhookId, id), eq(webhookVersions.version, version)));
      return row && completeConfig(row.config);
    },

    async versions(id, { page, pageSize, q }) {
      const { webhookId, version, savedAt, savedBy } = webhookVersions;
      const where = and(eq(webhookId, id), q ? contains(q, savedBy) : undefined);
      const [total] = await db.read.select({ value: count() }).from(webhookVersions).where(where);
      const items = await db.read
        .select({ version, savedAt, savedBy })
        .from(webhookVersions)
        .where(where)
        .orderBy(desc(version))
        .limit(pageSize)
        .offset((page - 1) * pageSize);
      return { items, total: Number(total?.value ?? 0) };
    },

    create: (actor, input) =>
      db.write(async (tx) => {
        await checkWebhookReferences(db, tx, input);
        return insert(tx, actor, "webhook.create", columnsOf(input), (id) =>
          credentials.save(tx, id, input.auth, input),
        );
      }),

    update: (actor, id, input, expectedVersion) =>
      db.write(async (tx) => {
        const current = expectedVersion === undefined ? undefined : eq(webhooks.version, expectedVersion);
        // Counting first locks the row: of two editors one waits, and then sees the other's version.
        const [locked] = await tx
          .update(webhooks)
          .set({ version: sql`${webhooks.version} + 1` })
          .where(and(eq(webhooks.id, id), current))
          .returning({ config: webhooks.config, wasEnabled: webhooks.isEnabled });
        if (!locked) {
          if (!(await read(tx, id))) throw gone();
          throw new AppError("conflict", "Someone else saved this webhook meanwhile. Reload to see their version.");
        }
        await checkWebhookReferences(db, tx, input);
        const connection = await credentials.save(tx, id, input.auth, { url: input.url, urlBefore: locked.config.url });
        const [row] = await tx
          .update(webhooks)
          .set({ ...columnsOf(input), connectionId: connection?.id ?? null, updatedAt: new Date() })
          .where(eq(webhooks.id, id))
          .returning();
        if (!row) throw new Error("The update left no webhook");
        await writeVersion(tx, actor, row);
        await recordAudit(db, tx, actor, "webhook.update", id, row.name);
        if (locked.wasEnabled && !row.isEnabled) {
          await holdWaiting(db, tx, actor, row);
          await forgetGates(db, tx, id, row.updatedAt);
        }
        return toWebhook(row, connection);
      }),

    duplicate: (actor, id) =>
      db.write(async (tx) => {
        const [source] = await joined(tx).where(eq(webhooks.id, id));
        if (!source) throw gone();
        const { ticketTypeId, roleIds } = source.webhooks;
        const config = completeConfig(source.webhooks.config);
        const values = { name: copyName(source.webhooks.name), ticketTypeId, isEnabled: false, roleIds, config };
        const from = source.connections;
        return insert(tx, actor, "webhook.duplicate", values, async (newWebhookId) =>
          from ? credentials.copy(tx, from, newWebhookId) : undefined,
        );
      }),

    setEnabled: (actor, id, isEnabled) =>
      patch(actor, id, isEnabled ? "webhook.enable" : "webhook.disable", { isEnabled }),

    setRoles: (actor, id, roleIds) => patch(actor, id, "webhook.setRoles", { roleIds: [...new Set(roleIds)] }),

    async remove(actor, id) {
      await db.write(async (tx) => {
        const [removed] = await tx.delete(webhooks).where(eq(webhooks.id, id)).returning({ name: webhooks.name });
        if (!removed) throw gone();
        // Gone first, asked after: a rule about to name it has been saved or finds nothing.
        const isFired = (use: Use) => use.kind === "webhook" && use.id === id;
        await refuseWhileUsed(db, tx, [`“${removed.name}”`], isFired);
        const waiting = inArray(deliveries.status, statusesBefore({ type: "cancel" }));
        const finishedAt = new Date();
        await endLanes(db, tx, and(eq(deliveries.webhookId, id), waiting), {
          ...{ status: "cancelled", lastError: "The webhook was deleted", finishedAt, nextAttemptAt: null },
        });
        await forgetWebhook(db, tx, id, finishedAt);
        await recordAudit(db, tx, actor, "webhook.remove", id, removed.name);
      });
    },
  };
}
