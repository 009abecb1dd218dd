import { runOf } from "@/lib/automation/decide-event";
import type { TriggerInput } from "@/lib/automation/trigger";
import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import type { StoredRequest } from "@/lib/delivery/delivery";
import { type EventType, eventTypes, type UpdateSource } from "@/lib/desk/events";
import type { FieldChange, HistoryEntry } from "@/lib/desk/history";
import type { NewMessage } from "@/lib/desk/message";
import type { TicketGraph } from "@/lib/desk/ticket";
import { explain, type Verdict } from "@/lib/rules/explain";
import type { RuleEvent } from "@/lib/rules/facts";
import { shownHeadersOf } from "@/lib/wire/auth/input";
import { ruleFields } from "./check-trigger";
import { functionsOf, planRuleCall } from "./rule-calls";
import { planRuleFiring, webhooksOf } from "./rule-firings";
import { ruleFacts, withPeople } from "./rules";
import type { Stores } from "./stores";

/** A webhook the rule would fire: with its request, credentials masked, or why it would not go out. */
export type TestedFiring = {
  webhookId: string;
  webhookName: string | null;
  request: Pick<StoredRequest, "method" | "url" | "headers" | "body"> | null;
  parameters: Record<string, string>;
  reason: string | null;
};

/** A callback function the rule would run, with its arguments as texts, or why it would not. */
export type TestedCall = {
  functionId: string;
  functionName: string | null;
  arguments: Record<string, string>;
  reason: string | null;
};

export type TriggerTest = {
  ticketId: number;
  ticketDisplayId: string;
  /** The newest update of the ticket, or what was imagined: the rule is asked as if it had just happened. */
  event: Pick<RuleEvent, "type" | "source" | "actorName"> & { summary: string; at: Date };
  verdict: Verdict;
  /** Whether it would run, and if not, why: one sentence each. */
  wouldRun: boolean;
  reasons: string[];
  /** What its actions come to on this ticket, whether or not it would run. */
  changes: FieldChange[];
  messages: NewMessage[];
  firings: TestedFiring[];
  calls: TestedCall[];
  /** Actions that could not be done, one sentence each. */
  problems: string[];
};

/** Another kind of update than the newest, to ask a rule about; `by` is who makes it where the source is a technician. */
export type ImaginedUpdate = { type: EventType; source: UpdateSource; by: Actor };

type TestedRule = {
  input: TriggerInput;
  ticketId: number | string;
  triggerId?: string;
  imagined?: ImaginedUpdate;
};

/**
 * What a rule, saved or not, would do to a ticket now; sends and stores nothing. `triggerId` is the saved rule it belongs to.
 * AppError("not_found") for an unknown ticket, "invalid" for one of another type.
 */
export async function testTrigger(
  stores: Stores,
  { input, ticketId, triggerId, imagined }: TestedRule,
  now: Date,
): Promise<TriggerTest> {
  const graph = await stores.tickets.graph(ticketId);
  if (!graph)
    throw new AppError("not_found", `There is no ticket ${ticketId}.`, { ticketId: ["There is no such ticket"] });
  if (graph.ticket.typeId !== input.ticketTypeId)
    throw new AppError("invalid", `This rule is for another ticket type than ${graph.ticket.displayId}.`, {
      ticketId: ["Choose a ticket of the rule's type"],
    });
  const { id, displayId, version } = graph.ticket;
  const [{ fields }, last, ranOn] = await Promise.all([
    ruleFields(stores, input.ticketTypeId),
    lastUpdate(stores, graph),
    triggerId === undefined ? new Set<string>() : stores.triggers.ranOn(id, [triggerId]),
  ]);
  const { event, summary, at } = imagined ? { ...last, ...imaginedUpdate(last.event, imagined, graph, now) } : last;
  const verdict = explain(input.conditions, { graph, event, now }, fields);
  const reasons = whyNot(input, verdict, event, ranOn.size > 0);
  const trigger = { ...input, id: triggerId ?? "trg_test" };
  const run = await withPeople(stores, (choices) => runOf(trigger, { ...choices, ...ruleFacts(graph, event, now) }));
  const [webhooks, functions] = [await webhooksOf(stores, [run]), await functionsOf(stores, [run])];
  return {
    ticketId: id,
    ticketDisplayId: displayId,
    event: { type: event.type, source: event.source, actorName: event.actorName, summary, at },
    verdict,
    wouldRun: reasons.length === 0,
    reasons,
    changes: run.change?.history.flatMap((entry) => entry.changes) ?? [],
    messages: run.change?.messages ?? [],
    firings: run.firings.map((firing): TestedFiring => {
      const { webhook, deliveries, reason } = planRuleFiring(run, firing, webhooks, version, now);
      const [delivery] = deliveries;
      return {
        webhookId: firing.webhookId,
        webhookName: webhook?.name ?? null,
        request: delivery && webhook ? shown(delivery.request, shownHeadersOf(webhook.auth)) : null,
        parameters: delivery?.parameters ?? firing.parameters,
        reason: reason ?? null,
      };
    }),
    calls: run.calls.map((call): TestedCall => {
      const { callable, reason } = planRuleCall(run, call, functions, now);
      return { ...call, functionName: callable?.name ?? null, reason: reason ?? null };
    }),
    problems: run.notes,
  };
}

const shown = ({ method, url, headers, body }: StoredRequest, credentials: Record<string, string>) => ({
  method,
  url,
  headers: { ...headers, ...credentials },
  body,
});

function whyNot(
  { isEnabled, executeWhen }: TriggerInput,
  verdict: Verdict,
  event: RuleEvent,
  hasRun: boolean,
): string[] {
  return [
    ...(isEnabled ? [] : ["The rule is disabled."]),
    ...(verdict.matches ? [] : ["The ticket does not match the conditions."]),
    ...(executeWhen === "first" && hasRun ? ["It already ran on this ticket, and runs once per ticket."] : []),
    ...(executeWhen === "updated" && event.type === "ticket.created"
      ? ["The ticket was only created so far: the rule waits for an update."]
      : []),
  ];
}

/** The newest update as if it had been of this kind; conditions that ask what changed still look at its changes. */
function imaginedUpdate(
  newest: RuleEvent,
  { type, source, by }: ImaginedUpdate,
  { ticket, people }: TicketGraph,
  now: Date,
) {
  const caller = ticket.requesterId === null ? undefined : people.get(ticket.requesterId);
  const nobody = { actorId: "test", actorName: "Hookdesk", actorPersonId: null };
  const actor =
    source === "technician"
      ? { actorId: by.id, actorName: by.name, actorPersonId: by.personId }
      : source === "caller" && caller
        ? { actorId: `person:${caller.id}`, actorName: caller.name, actorPersonId: caller.id }
        : nobody;
  return { event: { ...newest, type, source, ...actor }, summary: eventTypes[type], at: now };
}

const updates: Partial<Record<HistoryEntry["kind"], EventType>> = {
  "ticket.created": "ticket.created",
  "ticket.updated": "ticket.updated",
  "message.added": "message.added",
  "webhook.succeeded": "ticket.updated",
  "writeback.applied": "ticket.updated",
  "change.undone": "ticket.updated",
};
const lookedAt = 50;

/** The newest history entry that stands for an event; the ticket's creation when there is none. */
async function lastUpdate({ tickets }: Stores, { ticket }: TicketGraph) {
  const { items } = await tickets.history(ticket.id, { page: 1, pageSize: lookedAt });
  const entry = items.find(
    ({ kind, changes }) => updates[kind] && (kind !== "webhook.succeeded" || changes.length > 0),
  );
  const event: RuleEvent = {
    type: (entry && updates[entry.kind]) ?? "ticket.created",
    source: entry ? sourceOfEntry(entry) : "system",
    actorId: entry?.actorId ?? "system",
    actorName: entry?.actorName ?? "Hookdesk",
    actorPersonId: Number(/^person:(\d+)$/.exec(entry?.actorId ?? "")?.[1] ?? 0) || null,
    changes: entry?.changes ?? [],
  };
  return { event, summary: entry?.summary ?? "Created", at: entry?.at ?? ticket.createdAt };
}

function sourceOfEntry({ origin, actorId, actorName }: HistoryEntry): UpdateSource {
  if (origin === "person") return "technician";
  if (actorId.startsWith("fun_")) return "callback";
  if (origin === "delivery") return "webhook";
  return origin === "callback" ? `webmethod:${actorName}` : origin;
}
