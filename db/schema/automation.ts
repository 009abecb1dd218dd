import type { TriggerInput } from "@/lib/automation/trigger";
import type { EventType, UpdateSource } from "@/lib/desk/events";
import type { Cause, FieldChange } from "@/lib/desk/history";
import type { Columns } from "../sqlite/columns";

export const defineAutomation = (c: Columns) => ({
  triggers: c.table(
    "triggers",
    {
      id: c.id(),
      name: c.text().notNull(),
      ticketTypeId: c.integer().notNull(),
      isEnabled: c.bool().notNull(),
      executeWhen: c.text().$type<TriggerInput["executeWhen"]>().notNull(),
      conditions: c.json<TriggerInput["conditions"]>().notNull(),
      actions: c.json<TriggerInput["actions"]>().notNull(),
      position: c.integer().notNull(),
      version: c.integer().notNull(),
      createdAt: c.timestamp().notNull(),
      updatedAt: c.timestamp().notNull(),
      lastRunAt: c.timestamp(),
      runs: c.integer().notNull().default(0),
    },
    (t) => [c.index("triggers_type").on(t.ticketTypeId, t.position)],
  ),
  /** Which rule ran on which ticket: "Ticket first meets condition" is once per ticket. */
  triggerRuns: c.table(
    "trigger_runs",
    { triggerId: c.text().notNull(), ticketId: c.integer().notNull(), at: c.timestamp().notNull() },
    (t) => [c.primaryKey({ columns: [t.triggerId, t.ticketId] }), c.index("trigger_runs_ticket").on(t.ticketId)],
  ),
  /** Facts about tickets, committed with the change they tell of; `doneAt` once the rules have been asked. */
  events: c.table(
    "events",
    {
      id: c.id(),
      ticketId: c.integer().notNull(),
      at: c.timestamp().notNull(),
      type: c.text().$type<EventType>().notNull(),
      source: c.text().$type<UpdateSource>().notNull(),
      actorId: c.text().notNull(),
      actorName: c.text().notNull(),
      actorPersonId: c.integer(),
      changes: c.json<FieldChange[]>().notNull(),
      cause: c.json<Cause>().notNull(),
      attempts: c.integer().notNull().default(0),
      lease: c.text(),
      leaseUntil: c.timestamp(),
      doneAt: c.timestamp(),
      error: c.text(),
    },
    (t) => [c.index("events_open").on(t.doneAt, t.id), c.index("events_ticket").on(t.ticketId, t.doneAt, t.id)],
  ),
});
