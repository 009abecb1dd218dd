import { whyCallLoops } from "@/lib/automation/chain";
import type { RuleRun } from "@/lib/automation/decide-event";
import { newId } from "@/lib/core/id";
import type { HistoryKind, NewHistoryEntry } from "@/lib/desk/history";
import type { CallbackFunction } from "@/lib/functions/function";
import type { NewFunctionCall } from "@/lib/functions/run";
import type { ActionCall } from "@/lib/rules/actions/decide";
import type { Stores } from "./stores";

export type PlannedCall = {
  callable: CallbackFunction | undefined;
  history: NewHistoryEntry[];
  functionCalls: NewFunctionCall[];
  /** Why it does not run. */
  reason?: string;
};

/** What the texts of a call may come to together. */
const longestArguments = 1_000_000;

/** The callback functions that runs want to call, as far as they exist. */
export async function functionsOf(
  { functions }: Pick<Stores, "functions">,
  runs: readonly RuleRun[],
): Promise<Map<string, CallbackFunction>> {
  const ids = [...new Set(runs.flatMap(({ calls }) => calls.map(({ functionId }) => functionId)))];
  const found = await Promise.all(ids.map((id) => functions.get(id)));
  return new Map(found.flatMap((callable) => (callable ? [[callable.id, callable] as const] : [])));
}

/**
 * A rule's call of a callback function, to be kept with what the rule did. What can't run, or would close a loop, leaves an
 * entry that says why.
 */
export function planRuleCall(
  run: RuleRun,
  asked: ActionCall,
  functions: ReadonlyMap<string, CallbackFunction>,
  now: Date,
): PlannedCall {
  const callable = functions.get(asked.functionId);
  if (!callable)
    return left(run, undefined, "function.failed", "A callback function was not run: it no longer exists.");
  const loop = whyCallLoops(callable, run.cause);
  if (loop) return left(run, callable, "chain.stopped", loop);
  const given = argumentsOf(callable, asked.arguments);
  if (given.length > longestArguments)
    return left(run, callable, "function.failed", `“${callable.name}” was not run: its arguments are too long.`);
  const call: NewFunctionCall = {
    ...{ id: newId("fca"), functionId: callable.id, arguments: given, ticketId: run.graph.ticket.id },
    ...{ cause: run.cause, actorName: run.trigger.name, at: now },
  };
  return { callable, history: [], functionCalls: [call] };
}

/** As a caller would send them. Texts are read as the declared types; an empty one is nothing where no text is declared. */
function argumentsOf({ parameters }: CallbackFunction, given: Record<string, string>): string {
  const entries = parameters.flatMap(({ name, type }) => {
    const text = Object.hasOwn(given, name) ? given[name] : undefined;
    if (text === undefined) return [];
    return [[name, type !== "string" && text.trim() === "" ? null : text] as const];
  });
  return JSON.stringify(Object.fromEntries(entries));
}

function left(
  { actor, cause }: RuleRun,
  callable: CallbackFunction | undefined,
  kind: HistoryKind,
  reason: string,
): PlannedCall {
  const about = callable && { functionId: callable.id, functionName: callable.name };
  const entry: NewHistoryEntry = {
    ...{ kind, origin: "rule", actorId: actor.id, actorName: actor.name, changes: [] },
    summary: reason.slice(0, 5_000),
    cause: { ...cause, ...about },
  };
  return { callable, history: [entry], functionCalls: [], reason };
}
