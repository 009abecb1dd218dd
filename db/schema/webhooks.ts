import type { WebhookConfig } from "@/lib/delivery/webhook";
import type { Columns } from "../sqlite/columns";

export const defineWebhooks = (c: Columns) => {
  const webhooks = c.table(
    "webhooks",
    {
      id: c.id(),
      name: c.text().notNull(),
      ticketTypeId: c.integer().notNull(),
      isEnabled: c.bool().notNull(),
      roleIds: c.json<string[]>().notNull(),
      version: c.integer().notNull(),
      config: c.json<WebhookConfig>().notNull(),
      connectionId: c.text(),
      createdAt: c.timestamp().notNull(),
      updatedAt: c.timestamp().notNull(),
    },
    (t) => [c.index("webhooks_type").on(t.ticketTypeId, t.name)],
  );
  return {
    webhooks,
    /** Every version ever saved; no reference to the webhook, so deliveries explain themselves after it is gone. */
    webhookVersions: c.table(
      "webhook_versions",
      {
        webhookId: c.text().notNull(),
        version: c.integer().notNull(),
        config: c.json<WebhookConfig>().notNull(),
        savedAt: c.timestamp().notNull(),
        savedBy: c.text().notNull(),
      },
      (t) => [c.primaryKey({ columns: [t.webhookId, t.version] })],
    ),
    /** Stored credentials: settings in clear, secrets sealed by the cipher and bound to this row. */
    connections: c.table(
      "connections",
      {
        id: c.id(),
        /** The webhook whose private connection this is; null for one that is shared, which then has a name. */
        webhookId: c.text().references(() => webhooks.id, { onDelete: "cascade" }),
        name: c.text(),
        description: c.text(),
        /** Hosts the credentials may be sent to; null or empty: any. */
        hosts: c.json<string[]>(),
        type: c.text().notNull(),
        settings: c.json<Record<string, string>>().notNull(),
        /** Names of the secrets there are; null: the required ones of the type. */
        stored: c.json<string[]>(),
        secrets: c.text().notNull(),
        keyId: c.text().notNull(),
        createdAt: c.timestamp(),
        updatedAt: c.timestamp().notNull(),
      },
      (t) => [c.uniqueIndex("connections_name").on(t.name), c.index("connections_webhook").on(t.webhookId)],
    ),
  };
};
