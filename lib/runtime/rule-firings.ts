import type { RuleRun } from "@/lib/automation/decide-event";
import { isAppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/id";
import type { NewDelivery } from "@/lib/delivery/delivery";
import { planFiring, whyLoop } from "@/lib/delivery/fire";
import { whyNotFireable } from "@/lib/delivery/fireable";
import { fitParameters } from "@/lib/delivery/parameters";
import type { Webhook } from "@/lib/delivery/webhook";
import type { HistoryKind, NewHistoryEntry } from "@/lib/desk/history";
import type { ActionFiring } from "@/lib/rules/actions/decide";
import type { Stores } from "./stores";

export type PlannedFiring = {
  webhook: Webhook | undefined;
  history: NewHistoryEntry[];
  deliveries: NewDelivery[];
  /** Why it does not go out. */
  reason?: string;
};

/** The webhooks that runs want to fire, as far as they exist. */
export async function webhooksOf({ webhooks }: Stores, runs: readonly RuleRun[]): Promise<Map<string, Webhook>> {
  const ids = [...new Set(runs.flatMap(({ firings }) => firings.map(({ webhookId }) => webhookId)))];
  const found = await Promise.all(ids.map((id) => webhooks.get(id)));
  return new Map(found.flatMap((webhook) => (webhook ? [[webhook.id, webhook] as const] : [])));
}

/**
 * A rule's firing as a delivery with its history entry. What can't go out (spec V7: gone, disabled, another type, not among
 * its Select tickets; a value or request that can't be) or would close a loop leaves an entry that says why.
 */
export function planRuleFiring(
  run: RuleRun,
  firing: ActionFiring,
  webhooks: ReadonlyMap<string, Webhook>,
  version: number,
  now: Date,
): PlannedFiring {
  const webhook = webhooks.get(firing.webhookId);
  const { actor, cause } = run;
  const graph = { ...run.graph, ticket: { ...run.graph.ticket, version } };
  if (!webhook) return left(run, undefined, "webhook.skipped", "A webhook was not fired: it no longer exists.");
  const why = whyNotFireable(webhook, graph, undefined, now);
  if (why) return left(run, webhook, "webhook.skipped", `“${webhook.name}” was not fired. ${why}`);
  const loop = whyLoop(webhook, cause);
  if (loop) return left(run, webhook, "chain.stopped", loop);
  try {
    const given = fitParameters(webhook.config, firing.parameters);
    const plan = planFiring({ webhook, graph, given, actor, now, id: newId("dlv"), cause });
    return { webhook, history: plan.history, deliveries: plan.deliveries ?? [] };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return left(run, webhook, "webhook.skipped", `“${webhook.name}” was not fired. ${error.message}`);
  }
}

function left(run: RuleRun, webhook: Webhook | undefined, kind: HistoryKind, reason: string): PlannedFiring {
  const { actor, cause } = run;
  const about = webhook && { webhookId: webhook.id, webhookName: webhook.name };
  const entry: NewHistoryEntry = {
    kind,
    origin: "rule",
    actorId: actor.id,
    actorName: actor.name,
    summary: reason.slice(0, 5_000),
    changes: [],
    cause: { ...cause, ...about },
  };
  return { webhook, history: [entry], deliveries: [], reason };
}
