import { findPeople } from "@/lib/desk/choices";
import type { DeskLists } from "@/lib/desk/desk-lists";
import { mayNamePeople, peopleNamed } from "@/lib/rules/actions/decide";
import type { AttemptMade } from "./attempt";
import { arrivalOf } from "./settle";
import type { ClaimedDelivery } from "./store";
import type { WebhookConfig } from "./webhook";
import type { WorkerPorts } from "./worker-ports";
import { actionFacts, actionsFor, type Landing } from "./write-back";

const noLists: DeskLists = { types: [], statuses: [], items: [] };

/**
 * The ticket a reply lands on, undefined when it is gone, and of the desk only what this reply's actions need. `lists` are
 * read once for outcomes decided together. What happened since the firing matters only if the ticket did change.
 */
export async function readLanding(
  { tickets, people }: Pick<WorkerPorts, "tickets" | "people">,
  lists: () => Promise<DeskLists>,
  claimed: ClaimedDelivery,
  { attempt, reply }: AttemptMade,
  config: WebhookConfig,
  now: Date,
): Promise<Landing | undefined> {
  const graph = await tickets.graph(claimed.ticketId);
  if (!graph) return undefined;
  const actions = actionsFor(config, attempt.outcome);
  const isEdited = config.writeBack !== "overwrite" && graph.ticket.version > claimed.ticketVersion;
  const since = isEdited ? await tickets.historySinceFiring(claimed.ticketId, claimed.id) : [];
  if (actions.length === 0) return { graph, lists: noLists, people: [], since };
  const known = await lists();
  if (!mayNamePeople(actions)) return { graph, lists: known, people: [], since };
  const { facts } = actionFacts(arrivalOf(config, attempt, reply), graph, known, now);
  return { graph, lists: known, people: await findPeople(people, peopleNamed(actions, facts)), since };
}
