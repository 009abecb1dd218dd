import type { Actor } from "@/lib/core/actor";
import type { Change } from "@/lib/desk/change";
import type { TicketEvent } from "@/lib/desk/events";
import { type Cause, causedBy, type NewHistoryEntry } from "@/lib/desk/history";
import { withPatch } from "@/lib/desk/patch";
import type { TicketGraph } from "@/lib/desk/ticket";
import { decideAll } from "@/lib/desk/update";
import {
  type ActionCall,
  type ActionFacts,
  type ActionFiring,
  decideActions,
  withChoices,
} from "@/lib/rules/actions/decide";
import { matches } from "@/lib/rules/evaluate";
import { chainInWords, isInChain } from "./chain";
import type { Trigger } from "./trigger";

export type EventFacts = ActionFacts & {
  event: TicketEvent;
  /** The enabled rules of the ticket's type, in order. */
  triggers: readonly Trigger[];
  /** Ids of the rules that ran on this ticket before. */
  ranBefore: ReadonlySet<string>;
};

/** What one rule does. */
export type RuleRun = {
  trigger: Pick<Trigger, "id" | "name">;
  actor: Actor;
  /** What led to the rule, and the rule itself: the cause of all it does. */
  cause: Cause;
  /** Undefined when it leaves the ticket's own properties as they are. */
  change: Change | undefined;
  /** The ticket as the rule leaves it; the next rule sees this one. */
  graph: TicketGraph;
  firings: ActionFiring[];
  /** Callback functions to run once this is written. */
  calls: ActionCall[];
  /** One sentence for each action that could not be done. */
  notes: string[];
};

/** The rules that run, in order, and why others that would have did not: because they had led to the event themselves. */
export type EventDecision = { runs: RuleRun[]; stopped: NewHistoryEntry[] };

export const ruleActor = ({ id, name }: Pick<Trigger, "id" | "name">): Actor => ({
  kind: "rule",
  id,
  name,
  personId: null,
});

/**
 * Which rules an event runs (spec §4.9.1), in order, each on the ticket as those before have left it. No rule reacts to what
 * it did itself, however long the way back to it (spec §4.9.3).
 */
export function decideEvent(facts: EventFacts): EventDecision {
  const { event, triggers, now } = facts;
  const seenBy = new Set(event.cause.seenBy);
  const decision: EventDecision = { runs: [], stopped: [] };
  const before = withChoices(facts);
  let graph = before;
  for (const trigger of triggers) {
    if (seenBy.has(trigger.id) || !isAsked(trigger, facts)) continue;
    if (!matches(trigger.conditions, { graph, event, now })) continue;
    const run = runOf(trigger, { ...facts, graph });
    if (!isInChain(event.cause, trigger.id)) {
      decision.runs.push(run);
      graph = run.graph;
      continue;
    }
    // What a rule of this turn changed is an event of its own, which tells of the loop once.
    const isTold = graph === before && (run.change !== undefined || run.firings.length > 0 || run.calls.length > 0);
    if (isTold) decision.stopped.push(stoppedRule(run, event.cause));
  }
  return decision;
}

/** “Ticket first meets condition” is once per ticket; “Matching Ticket updated” leaves out its creation. */
function isAsked({ id, executeWhen }: Trigger, { event, ranBefore }: EventFacts): boolean {
  return executeWhen === "first" ? !ranBefore.has(id) : event.type !== "ticket.created";
}

/** What a rule would do to a ticket, whether or not it is its turn. */
export function runOf(
  trigger: Pick<Trigger, "id" | "name" | "actions">,
  facts: ActionFacts & { event?: Pick<TicketEvent, "cause"> },
): RuleRun {
  const { graph, lists, now } = facts;
  const actor = ruleActor(trigger);
  const cause = causedBy(facts.event?.cause, { kind: "rule", id: trigger.id, name: trigger.name });
  const { patch, messages, firings, calls, notes } = decideActions(trigger.actions, facts);
  const change = decideAll(graph, { patch, messages }, { actor, cause, at: now }, lists);
  return { trigger, actor, cause, change, graph: after(graph, change, facts), firings, calls, notes };
}

function after(graph: TicketGraph, change: Change | undefined, { lists }: ActionFacts): TicketGraph {
  if (!change) return graph;
  const patched = withPatch(graph, change, lists);
  return { ...patched, ticket: { ...patched.ticket, updatedAt: change.at } };
}

function stoppedRule({ trigger, actor }: RuleRun, cause: Cause): NewHistoryEntry {
  const chain = [...(cause.chain ?? []), { kind: "rule" as const, id: trigger.id, name: trigger.name }];
  return {
    kind: "chain.stopped",
    origin: "rule",
    actorId: actor.id,
    actorName: actor.name,
    summary: `Rule “${trigger.name}” did not run again: what led here began with it (${chainInWords(chain)}).`,
    changes: [],
    cause: { depth: cause.depth, chain },
  };
}
