import { everything } from "@/lib/core/page";
import { checkWebhook, type WebhookProblems } from "@/lib/delivery/check-webhook";
import { maySendTo } from "@/lib/delivery/connection";
import { knownPaths, knowsPath } from "@/lib/delivery/scope";
import type { WebhookInput } from "@/lib/delivery/webhook";
import { findPeople } from "@/lib/desk/choices";
import type { CustomForm } from "@/lib/desk/custom-forms";
import { checkActions } from "@/lib/rules/actions/check";
import { checkConditions } from "@/lib/rules/check";
import { conditionFields } from "@/lib/rules/fields";
import type { Stores } from "./stores";

const lists = ["success", "failure"] as const;

/**
 * What saving a webhook should refuse, and what a person should look at: what checkWebhook finds, and whatever its conditions,
 * response actions and credentials refer to that is gone or does not fit.
 */
export async function checkWebhookInput(stores: Stores, input: WebhookInput): Promise<WebhookProblems> {
  const allForms = await stores.customForms.list();
  const problems = checkWebhook(input, allForms);
  const forms = allForms.filter((form) => form.ticketTypeIds.includes(input.ticketTypeId));
  await checkSelection(stores, input, forms, problems);
  await checkResponseActions(stores, input, forms, problems);
  await checkHost(stores, input, problems);
  return problems;
}

async function checkSelection(stores: Stores, input: WebhookInput, forms: CustomForm[], { errors }: WebhookProblems) {
  if (input.conditions.conditions.length === 0) return;
  const [desk, agents] = await Promise.all([
    stores.deskLists.load(),
    stores.people.list({ ...everything, isAgent: true }),
  ]);
  const fields = conditionFields({ forms, lists: desk, agents: agents.items, withEvent: false });
  Object.assign(errors, checkConditions(input.conditions, fields, "conditions"));
}

async function checkResponseActions(
  stores: Stores,
  { ticketTypeId, responseActions }: WebhookInput,
  forms: CustomForm[],
  { errors, warnings }: WebhookProblems,
) {
  const all = lists.flatMap((name) => responseActions[name]);
  if (all.length === 0) return;
  const named = all.flatMap((action) => (action.type === "assign_person" ? (action.personId ?? []) : []));
  const choices = {
    ticketTypeId,
    forms,
    lists: await stores.deskLists.load(),
    people: await findPeople(stores.people, named),
    webhooks: new Map(),
    functions: new Map(),
    ...replyTemplates(forms),
  };
  for (const name of lists) {
    const found = checkActions(responseActions[name], choices, `responseActions.${name}`);
    Object.assign(errors, found.errors);
    warnings.push(...found.warnings);
  }
}

const replyParts = ["status", "body", "error", "headers", "value"];

/** What the templates of response actions can name: the ticket, its forms, and the reply. */
function replyTemplates(forms: readonly CustomForm[]) {
  const knowsTicket = knowsPath(forms, []);
  return {
    knows: (path: readonly string[]) =>
      path[0] === "response" ? replyParts.includes(path[1] ?? "") : knowsTicket(path),
    known: [...knownPaths(forms, []).map(({ path }) => path), ...replyParts.map((part) => `response.${part}`)],
  };
}

// Up to the host a placeholder stands in.
const openHost = /^\s*(?:https?:\/\/[^/?#\\{]*)?\{/i;

/** A shared connection limited to hosts must fit the URL, as far as its host is written out; others go wherever it leads. */
async function checkHost(
  { connections }: Stores,
  { auth, url }: WebhookInput,
  { errors, warnings }: WebhookProblems,
): Promise<void> {
  const connection = auth.type === "shared" ? await connections.get(auth.connectionId) : undefined;
  const isLimited = connection !== undefined && connection.hosts.length > 0;
  if (auth.type !== "none" && !isLimited && openHost.test(url)) warnings.push({ field: "url", message: goesAnywhere });
  const [origin] = /^\s*https?:\/\/[^/?#\\{]+(?=[/?#\\]|$)/i.exec(url) ?? [];
  if (!connection || !origin || maySendTo(connection.hosts, origin)) return;
  errors["auth.connectionId"] = [
    `“${connection.name}” may only be used for ${connection.hosts.join(", ")}: add this host to it, or choose another`,
  ];
}

const goesAnywhere =
  "The host comes from a placeholder, so the credentials are sent wherever its value leads. Use a connection that is limited to hosts.";
