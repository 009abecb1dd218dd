import type { RuleRun } from "@/lib/automation/decide-event";
import type { NewDelivery } from "@/lib/delivery/delivery";
import type { Webhook } from "@/lib/delivery/webhook";
import type { Change } from "@/lib/desk/change";
import { eventsOf, type TicketEvent } from "@/lib/desk/events";
import type { Cause, NewHistoryEntry } from "@/lib/desk/history";
import type { TicketGraph } from "@/lib/desk/ticket";
import type { CallbackFunction } from "@/lib/functions/function";
import type { NewFunctionCall } from "@/lib/functions/run";
import { planRuleCall } from "./rule-calls";
import { planRuleFiring } from "./rule-firings";

type Situation = { graph: TicketGraph; event: Pick<TicketEvent, "cause">; now: Date };
/** The webhooks and callback functions that the rules name, as far as they exist. */
type Named = { webhooks: ReadonlyMap<string, Webhook>; functions: ReadonlyMap<string, CallbackFunction> };

/**
 * All that the rules of one event do, as one change: fields and messages, history in the order of the rules, deliveries
 * rendered from the version the ticket will have, and one event about it, with its cause; and the callback functions to run.
 */
export function assembleChange(
  runs: readonly RuleRun[],
  stopped: readonly NewHistoryEntry[],
  { webhooks, functions }: Named,
  { graph, event, now }: Situation,
): { change: Change<NewDelivery>; functionCalls: NewFunctionCall[] } {
  const { id: ticketId, version } = graph.ticket;
  const changes = runs.flatMap(({ change }) => change ?? []);
  const next = version + (changes.length > 0 ? 1 : 0);
  const done = runs.map((run) => {
    const firings = run.firings.map((firing) => planRuleFiring(run, firing, webhooks, next, now));
    const calls = run.calls.map((call) => planRuleCall(run, call, functions, now));
    return {
      history: [...entriesOf(run), ...[...firings, ...calls].flatMap(({ history }) => history)],
      deliveries: firings.flatMap(({ deliveries }) => deliveries),
      functionCalls: calls.flatMap(({ functionCalls }) => functionCalls),
    };
  });
  const written: Change<NewDelivery> = {
    ticketId,
    at: now,
    history: [...stopped, ...done.flatMap(({ history }) => history)],
    deliveries: done.flatMap(({ deliveries }) => deliveries),
    // Conditions were asked of this version, even where only a delivery follows.
    ...(runs.length > 0 && { expectedVersion: version }),
    ...(changes.length > 0 && {
      fields: Object.assign({}, ...changes.map(({ fields }) => fields)) as Change["fields"],
      forms: Object.assign({}, ...changes.map(({ forms }) => forms)) as Change["forms"],
      messages: changes.flatMap(({ messages }) => messages ?? []),
    }),
  };
  return {
    change: { ...written, events: followUp(written, runs, stopped, event.cause) },
    functionCalls: done.flatMap(({ functionCalls }) => functionCalls),
  };
}

/** A rule's entries; what it could not do is told with the first, or by itself. */
function entriesOf({ change, notes, actor, cause }: RuleRun): NewHistoryEntry[] {
  const history = change?.history ?? [];
  if (notes.length === 0) return history;
  const told = notes.join(" ").slice(0, 5_000);
  const [first, ...rest] = history;
  if (first) return [{ ...first, summary: `${first.summary}. ${told}` }, ...rest];
  const { id: actorId, name: actorName } = actor;
  return [{ kind: "ticket.updated", origin: "rule", actorId, actorName, summary: told, changes: [], cause }];
}

/**
 * What rules are asked about next. Those that made it, or ran on its outcome, have seen it; the others have not. Of those
 * that were stopped it was told already.
 */
function followUp(
  written: Change<NewDelivery>,
  runs: readonly RuleRun[],
  stopped: readonly NewHistoryEntry[],
  cause: Cause,
) {
  const makers = runs.filter(({ change }) => change);
  const last = makers.at(-1);
  if (!last) return [];
  const behind = runs.slice(runs.indexOf(last) + 1);
  const steps = makers.map(({ trigger: { id, name } }) => ({ kind: "rule" as const, id, name }));
  return eventsOf(written, {
    actor: last.actor,
    source: "rule",
    cause: {
      depth: cause.depth,
      chain: [...(cause.chain ?? []), ...steps],
      seenBy: [...[...makers, ...behind].map(({ trigger }) => trigger.id), ...stopped.map(({ actorId }) => actorId)],
    },
  });
}
