import { AppError, isAppError } from "@/lib/core/errors";
import { type Choices, checkedChoice, isPersonKey, type OptionalChoice, type PersonKey } from "@/lib/desk/choices";
import { labelOfField, patchFor, ticketPathOf } from "@/lib/desk/field-ref";
import { type MessageInput, messageInput } from "@/lib/desk/message";
import { joinPatches, type TicketPatch, withPatch } from "@/lib/desk/patch";
import type { TicketGraph } from "@/lib/desk/ticket";
import { isTemplateError } from "@/lib/template/errors";
import { renderTemplate } from "@/lib/template/render";
import type { Scope } from "@/lib/template/scope";
import { compileTemplate } from "@/lib/template/template";
import { type Action, type ActionType, actionTypes } from "./action";
import { valueFor } from "./value-for";

export type ActionFacts = Choices & {
  graph: TicketGraph;
  /** What templates can name, on the ticket as the actions before have left it. */
  scope(graph: TicketGraph): Scope;
  now: Date;
};

/** A webhook a rule wants fired, with parameter values by name. */
export type ActionFiring = { webhookId: string; parameters: Record<string, string> };

/** A callback function a rule wants run, with the texts of its arguments by name. */
export type ActionCall = { functionId: string; arguments: Record<string, string> };

/** What actions come to; `notes` has one sentence for each action that could not be done. */
export type ActionOutcome = {
  patch: TicketPatch;
  messages: MessageInput[];
  firings: ActionFiring[];
  calls: ActionCall[];
  notes: string[];
};

type Step = { patch?: TicketPatch; message?: MessageInput; firing?: ActionFiring; call?: ActionCall };
type Situation = { graph: TicketGraph; choices: Choices; render(source: string): string };
type Deciders = { [Type in ActionType]: (action: Extract<Action, { type: Type }>, situation: Situation) => Step };

/**
 * Decides actions in order, each on the ticket as those before have left it; what can't be done is skipped and noted. The
 * people they name (peopleNamed) must have been looked up. Never throws.
 */
export function decideActions(actions: readonly Action[], facts: ActionFacts): ActionOutcome {
  const { lists, now } = facts;
  const known = withChoices(facts);
  const choices = { ...facts, people: [...known.people.values()] };
  const outcome: ActionOutcome = { patch: {}, messages: [], firings: [], calls: [], notes: [] };
  for (const [index, action] of actions.entries()) {
    try {
      const graph = withPatch(known, outcome.patch, lists);
      const { patch, message, firing, call } = decideOne(action, {
        graph,
        choices,
        render: (source) => renderText(source, facts.scope(graph), now),
      });
      if (patch) outcome.patch = joinPatches(outcome.patch, patch);
      if (message) outcome.messages.push(message);
      if (firing) outcome.firings.push(firing);
      if (call) outcome.calls.push(call);
    } catch (error) {
      outcome.notes.push(`Action ${index + 1} (${describe(action, known)}) was skipped: ${reasonOf(error)}`);
    }
  }
  return outcome;
}

/** Whether any of the actions is about a person: if not, peopleNamed needn't be asked. */
export const mayNamePeople = (actions: readonly Action[]): boolean =>
  actions.some((action) => {
    const key = action.type === "set_field" ? ticketPathOf(action.field)?.sets : undefined;
    return action.type === "assign_person" || (key !== undefined && isPersonKey(key));
  });

/** Ids and addresses of the people that actions name, to be looked up (findPeople) before they are decided. */
export function peopleNamed(actions: readonly Action[], facts: Omit<ActionFacts, "people">): PersonKey[] {
  if (!mayNamePeople(actions)) return [];
  const named = new Set<PersonKey>();
  decideActions(actions, { ...facts, people: [], onUnknownPerson: (key) => named.add(key) });
  return [...named];
}

/** The ticket with the names of everything its ids may come to point at. */
export const withChoices = ({
  graph,
  lists,
  people,
}: Pick<ActionFacts, "graph" | "lists" | "people">): TicketGraph => ({
  ...graph,
  items: new Map([...graph.items, ...lists.items.map((item) => [item.id, item] as const)]),
  people: new Map([...graph.people, ...people.map((person) => [person.id, person] as const)]),
});

const choose = (key: OptionalChoice, id: number | null, { choices }: Situation): Step => ({
  patch: { fields: { [key]: id === null ? null : checkedChoice(key, id, choices) } },
});

const deciders: Deciders = {
  set_field({ field, value }, { graph, choices, render }) {
    return { patch: patchFor(graph, field, valueFor(field, render(value), choices)) };
  },
  set_status: ({ statusId }, { choices }) => ({
    patch: { fields: { statusId: checkedChoice("statusId", statusId, choices) } },
  }),
  set_priority: ({ itemId }, situation) => choose("priorityId", itemId, situation),
  set_category: ({ itemId }, situation) => choose("categoryId", itemId, situation),
  assign_group: ({ itemId }, situation) => choose("teamId", itemId, situation),
  assign_person: ({ personId }, situation) => choose("ownerId", personId, situation),
  set_workflow: ({ itemId }, situation) => choose("workflowId", itemId, situation),
  add_note({ body, visibility }, { render }) {
    const parsed = messageInput.safeParse({ body: render(body), visibility });
    if (!parsed.success) throw new AppError("invalid", "The note comes out empty or longer than 1,000,000 characters.");
    return { message: parsed.data };
  },
  // A ticket that already is closed, or open, keeps the status it has.
  close: (_, { graph, choices }) =>
    graph.status.deskproName === "closed" ? {} : status(choices, ({ deskproName }) => deskproName === "closed"),
  reopen: (_, { graph, choices }) =>
    graph.status.vivantioType === 1 ? {} : status(choices, ({ vivantioType }) => vivantioType === 1),
  execute_webhook: ({ webhookId, parameters }, { render }) => ({
    firing: { webhookId, parameters: renderedEach(parameters, render) },
  }),
  run_function: ({ functionId, arguments: given }, { render }) => ({
    call: { functionId, arguments: renderedEach(given, render) },
  }),
};

const renderedEach = (texts: Record<string, string>, render: Situation["render"]): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, render(value)]));

const decideOne = (action: Action, situation: Situation): Step =>
  (deciders[action.type] as (action: Action, situation: Situation) => Step)(action, situation);

function status({ lists }: Choices, fits: (status: TicketGraph["status"]) => boolean): Step {
  const found = lists.statuses.find(fits);
  if (!found) throw new AppError("not_found", "The desk has no such status.");
  return { patch: { fields: { statusId: found.id } } };
}

/** Text as it can be stored: Postgres refuses NUL and halves of surrogate pairs. */
const renderText = (source: string, scope: Scope, now: Date): string =>
  renderTemplate(compileTemplate(source), "text", scope, { now }).replaceAll("\0", "").toWellFormed();

const describe = (action: Action, { forms }: TicketGraph): string => {
  const { label } = actionTypes[action.type];
  return action.type === "set_field" ? `${label} “${labelOfField(action.field, forms)}”` : label;
};

/** Notes are read on the ticket: what Hookdesk itself stumbles over stays out of them. */
function reasonOf(error: unknown): string {
  if (isTemplateError(error)) return `its template can't be filled. ${error.message}`;
  return isAppError(error) ? error.message : "Hookdesk could not do it.";
}
