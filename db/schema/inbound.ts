import type { WebMethodCall, WebMethodInput } from "@/lib/inbound/web-method";
import type { Columns } from "../sqlite/columns";

export const defineInbound = (c: Columns) => {
  const webMethods = c.table(
    "web_methods",
    {
      id: c.id(),
      name: c.text().notNull(),
      /** The name in lower case: names differ in more than case. */
      nameKey: c.text().notNull(),
      ticketTypeId: c.integer().notNull(),
      isEnabled: c.bool().notNull(),
      /** The rest of the form. */
      config: c.json<Omit<WebMethodInput, "name" | "ticketTypeId" | "isEnabled">>().notNull(),
      version: c.integer().notNull(),
      keyHash: c.text().notNull(),
      keyEnd: c.text().notNull(),
      keyCreatedAt: c.timestamp().notNull(),
      createdAt: c.timestamp().notNull(),
      updatedAt: c.timestamp().notNull(),
      lastCallAt: c.timestamp(),
    },
    (t) => [c.uniqueIndex("web_methods_name").on(t.nameKey)],
  );
  return {
    webMethods,
    webMethodCalls: c.table(
      "web_method_calls",
      {
        id: c.id(),
        webMethodId: c
          .text()
          .notNull()
          .references(() => webMethods.id, { onDelete: "cascade" }),
        at: c.timestamp().notNull(),
        durationMs: c.integer().notNull(),
        remoteAddress: c.text().notNull(),
        outcome: c.text().$type<WebMethodCall["outcome"]>().notNull(),
        ticketId: c.integer(),
        ticketDisplayId: c.text(),
        request: c.json<WebMethodCall["request"]>().notNull(),
        response: c.json<WebMethodCall["response"]>().notNull(),
        notes: c.json<string[]>().notNull(),
        /** Only on the call that had the effect: repeats are logged without it. */
        idempotencyKey: c.text(),
      },
      (t) => [
        c.index("web_method_calls_method").on(t.webMethodId, t.id),
        c.index("web_method_calls_ticket").on(t.ticketId, t.id),
        c.index("web_method_calls_at").on(t.at),
        c.uniqueIndex("web_method_calls_key").on(t.webMethodId, t.idempotencyKey),
      ],
    ),
  };
};
