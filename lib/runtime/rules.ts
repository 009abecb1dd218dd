import { decideEvent, type EventDecision, type RuleRun } from "@/lib/automation/decide-event";
import type { ClaimedEvent, EventOutcome } from "@/lib/automation/store";
import type { Clock } from "@/lib/core/clock";
import { isAppError } from "@/lib/core/errors";
import type { NewDelivery } from "@/lib/delivery/delivery";
import { ticketScope } from "@/lib/delivery/scope";
import { sleep } from "@/lib/delivery/waiting";
import { type Choices, findPeople, type PersonKey } from "@/lib/desk/choices";
import type { TicketEvent } from "@/lib/desk/events";
import type { NewHistoryEntry } from "@/lib/desk/history";
import type { Person } from "@/lib/desk/person";
import type { TicketGraph } from "@/lib/desk/ticket";
import { withEvent } from "@/lib/rules/event-scope";
import type { RuleEvent } from "@/lib/rules/facts";
import { tooManyHops } from "./hop-budget";
import { functionsOf } from "./rule-calls";
import { assembleChange } from "./rule-change";
import { webhooksOf } from "./rule-firings";
import type { Stores } from "./stores";

type Outcome = EventOutcome<NewDelivery>;

const tries = 30;
/** How often an event is decided again because what it named was gone when it was to be written. */
const mostRefusals = 3;
/** Claims after which an event that can't be handled is given up. */
const mostAttempts = 5;
/** Claims after which one is given up that nobody ever got through with. */
const mostUnfinished = 20;

export type EventResult = { result: "settled" | "lost" /** Why its rules could not be applied. */; error?: string };

/**
 * Asks the rules about an event and writes what they decide together with the event being done. Decides again when the ticket
 * moved on. What can never succeed is done with `error`; anything else that fails is thrown, and the event comes back.
 * `quick` is asked first: the same stores, that may remember for a moment and write together with others.
 */
export async function handleEvent(
  stores: Stores,
  event: ClaimedEvent,
  clock: Clock,
  quick: Stores = stores,
): Promise<EventResult> {
  // Nothing was ever caught: it takes the process down, or longer than a lease.
  if (event.attempts > mostUnfinished) return giveUp(stores, event, new Error(neverThrough), clock.now());
  try {
    for (let attempt = 1, refusals = 0; attempt <= tries; attempt++) {
      const result = await decideAndFinish(attempt === 1 ? quick : stores, event, clock.now()).catch((error) => {
        if (!isAppError(error) || error.code !== "invalid" || ++refusals >= mostRefusals) throw error;
        return "conflict" as const;
      });
      if (result !== "conflict") return { result };
      await sleep(Math.random() * Math.min(attempt, 10) * 3);
    }
    throw new Error(`The ticket changed ${tries} times while its rules were decided`);
  } catch (error) {
    if (!isAppError(error) && event.attempts < mostAttempts) throw error;
    return giveUp(stores, event, error, clock.now());
  }
}

const neverThrough = `The worker ended, or took too long, each of the ${mostUnfinished} times it asked the rules`;

async function finishOne({ events }: Pick<Stores, "events">, outcome: Outcome) {
  const [result = "lost"] = await events.finish([outcome]);
  if (isAppError(result)) throw result;
  return result;
}

async function decideAndFinish(stores: Stores, event: ClaimedEvent, now: Date) {
  const outcome = await decideOutcome(stores, event, now);
  try {
    return await finishOne(stores, outcome);
  } catch (error) {
    // The ticket was removed in between; deciding again finds out.
    if (outcome.change && isAppError(error) && error.code === "not_found") return "conflict";
    throw error;
  }
}

async function giveUp(stores: Stores, event: ClaimedEvent, cause: unknown, now: Date): Promise<EventResult> {
  const error = (cause instanceof Error ? cause.message : String(cause)).replaceAll("\0", "").slice(0, 1_000);
  const entry: NewHistoryEntry = {
    kind: "chain.stopped",
    origin: "rule",
    actorId: "system",
    actorName: "Hookdesk",
    summary: `Trigger rules could not be applied. ${isAppError(cause) ? error : "An administrator finds the reason in the log."}`,
    changes: [],
    cause: { depth: event.cause.depth, chain: event.cause.chain },
  };
  const done: Outcome = { eventId: event.id, lease: event.lease, at: now, ran: [], error };
  const change = { ticketId: event.ticketId, at: now, history: [entry] };
  const result = await finishOne(stores, { ...done, change }).catch((refused) => {
    // The ticket is gone, and nobody is left to tell.
    if (!isAppError(refused)) throw refused;
    return finishOne(stores, done);
  });
  return { result: result === "lost" ? "lost" : "settled", error };
}

/** What the rules make of an event right now; writes nothing. */
async function decideOutcome(stores: Stores, event: ClaimedEvent, now: Date): Promise<Outcome> {
  const done: Outcome = { eventId: event.id, lease: event.lease, at: now, ran: [] };
  const graph = await stores.tickets.graph(event.ticketId);
  if (!graph) return done;
  const triggers = await stores.triggers.enabledOf(graph.ticket.typeId);
  if (triggers.length === 0) return done;
  const ids = triggers.map(({ id }) => id);
  const ranBefore = await stores.triggers.ranOn(event.ticketId, ids);
  const decision = await withPeople(stores, (choices) =>
    decideEvent({ ...choices, ...ruleFacts(graph, event, now), event, triggers, ranBefore }),
  );
  return { ...done, ...(await effectOf(stores, decision, { graph, event, now })) };
}

type Situation = { graph: TicketGraph; event: TicketEvent; now: Date };

async function effectOf(
  stores: Stores,
  { runs, stopped }: EventDecision,
  situation: Situation,
): Promise<Pick<Outcome, "ran" | "change" | "functionCalls">> {
  const { event, now } = situation;
  const tooMany = runs.length > 0 && (await tooManyHops(stores, event, now));
  const taken: readonly RuleRun[] = tooMany ? [] : runs;
  const history = tooMany ? [...stopped, ...tooMany.told] : stopped;
  const ran = taken.map(({ trigger }) => trigger.id);
  if (taken.length === 0 && history.length === 0) return { ran };
  const [webhooks, functions] = [await webhooksOf(stores, taken), await functionsOf(stores, taken)];
  return { ran, ...assembleChange(taken, history, { webhooks, functions }, situation) };
}

/** What actions and conditions look at, apart from the desk's lists and people. */
export const ruleFacts = (graph: TicketGraph, event: RuleEvent | undefined, now: Date) => ({
  graph,
  now,
  scope: (current: TicketGraph) => withEvent(ticketScope(current, {}, now), event),
});

/** Decides with the desk's lists and the people that turn out to be named, which are looked up until none is missing. */
export async function withPeople<T>(
  { deskLists, people }: Pick<Stores, "deskLists" | "people">,
  decide: (choices: Choices) => T,
): Promise<T> {
  const lists = await deskLists.load();
  const asked = new Set<PersonKey>();
  const known: Person[] = [];
  for (;;) {
    const missing = new Set<PersonKey>();
    const decided = decide({ lists, people: known, onUnknownPerson: (key) => missing.add(key) });
    const wanted = [...missing].filter((key) => !asked.has(key));
    if (wanted.length === 0) return decided;
    for (const key of wanted) asked.add(key);
    known.push(...(await findPeople(people, wanted)));
  }
}
