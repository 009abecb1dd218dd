import type { ChainStep, HistoryEntry } from "@/lib/desk/history";

/** Where the things a timeline names can be looked at; absent for those this reader may not open. */
export type TimelineLinks = Partial<Record<"delivery" | ChainStep["kind"], (id: string) => string>>;

/** What led to an entry, oldest first, down to the webhook that did not go out, or the function that did not run. */
export function chainOf({ kind, cause }: Pick<HistoryEntry, "kind" | "cause">): ChainStep[] {
  const steps = cause?.chain ?? [];
  const { webhookId, webhookName, functionId, functionName } = cause ?? {};
  const wasStopped = kind === "chain.stopped" || kind === "webhook.skipped";
  if (wasStopped && functionId !== undefined)
    return [...steps, { kind: "function", id: functionId, name: functionName ?? "A function" }];
  if (!wasStopped || webhookId === undefined) return steps;
  return [...steps, { kind: "webhook", id: webhookId, name: webhookName ?? "A webhook" }];
}

/** The sentence without the chain in words that ends it, for where the chain is drawn. */
export const withoutChain = (summary: string): string =>
  summary.replace(/ \((?:rule|webhook|web method|callback function) “.*\)\.\s*$/is, ".");

/** Who did it, as something that can be opened: a rule, a web method or a callback function. */
export function actorStep({ actorId, actorName }: Pick<HistoryEntry, "actorId" | "actorName">): ChainStep | undefined {
  if (actorId.startsWith("trg_")) return { kind: "rule", id: actorId, name: actorName };
  if (actorId.startsWith("fun_")) return { kind: "function", id: actorId, name: actorName };
  return actorId.startsWith("wme_") ? { kind: "webMethod", id: actorId, name: actorName } : undefined;
}
