import type { CustomForm } from "@/lib/desk/custom-forms";
import { nameKey } from "@/lib/desk/custom-forms";
import type { DeskLists, ListKind } from "@/lib/desk/desk-lists";
import { formFieldOf, ticketPathOf } from "@/lib/desk/field-ref";
import { checkTemplate } from "@/lib/template/check";
import { excerptAt } from "@/lib/template/position";
import type { Action, ActionType } from "./action";

/** As much of a webhook as firing it from a rule depends on. */
export type NamedWebhook = {
  name: string;
  ticketTypeId: number;
  parameters: readonly { name: string; isReadOnly: boolean; defaultText: string }[];
};

/** As much of a callback function as running it from a rule depends on. */
export type NamedFunction = { name: string; parameters: readonly { name: string }[] };

/** What actions may refer to. */
export type ActionChoices = {
  ticketTypeId: number;
  /** The custom forms of this ticket type. */
  forms: readonly CustomForm[];
  lists: DeskLists;
  /** The people that assign_person names, as far as they exist. */
  people: readonly { id: number; name: string; isAgent: boolean }[];
  /** The webhooks that execute_webhook names, as far as they exist. */
  webhooks: ReadonlyMap<string, NamedWebhook>;
  /** The callback functions that run_function names, as far as they exist. */
  functions: ReadonlyMap<string, NamedFunction>;
  /** What templates can name: as checkTemplate takes it. */
  knows(path: readonly string[]): boolean;
  known: readonly string[];
};

export type ActionWarning = { field: string; message: string; line: number; column: number };
export type ActionProblems = { errors: Record<string, string[]>; warnings: ActionWarning[] };

type Found = { at: string; choices: ActionChoices; problems: ActionProblems };
type Checks = { [Type in ActionType]?: (action: Extract<Action, { type: Type }>, found: Found) => void };

/**
 * Mistakes that would keep actions from doing what they say (`errors`, by dotted form path such as `actions.0.webhookId`), and
 * templates that name unknown fields (`warnings`). `path` is where the list stands in the form.
 */
export function checkActions(actions: readonly Action[], choices: ActionChoices, path: string): ActionProblems {
  const problems: ActionProblems = { errors: {}, warnings: [] };
  for (const [index, action] of actions.entries()) {
    const check = checks[action.type] as ((action: Action, found: Found) => void) | undefined;
    check?.(action, { at: `${path}.${index}`, choices, problems });
  }
  return problems;
}

function refuse({ at, problems: { errors } }: Found, field: string, message: string): void {
  const key = `${at}.${field}`;
  errors[key] = [...(errors[key] ?? []), message];
}

function checkText(found: Found, field: string, source: string): void {
  const { knows, known } = found.choices;
  for (const { severity, message, line, column, offset, length } of checkTemplate(source, knows, known)) {
    if (severity === "warning") {
      const sentence = `${message}.`.replace(/([.?])\.$/, "$1");
      found.problems.warnings.push({ field: `${found.at}.${field}`, message: sentence, line, column });
    } else {
      const [excerpt = ""] = excerptAt(source, offset, length).split("\n");
      refuse(found, field, `${message} (line ${line}, column ${column}): ${excerpt.trim()}`);
    }
  }
}

const checkItem = (kind: ListKind, what: string) => (action: { itemId: number | null }, found: Found) => {
  const { items } = found.choices.lists;
  const isThere = items.some((item) => item.kind === kind && item.id === action.itemId);
  if (action.itemId !== null && !isThere) refuse(found, "itemId", `This ${what} is gone: choose another`);
};

const checks: Checks = {
  set_field(action, found) {
    const path = ticketPathOf(action.field);
    if (path ? !path.sets : !formFieldOf(found.choices.forms, action.field))
      refuse(found, "field", path ? `“${path.label}” can't be set: choose another` : unknownField(action.field));
    checkText(found, "value", action.value);
  },
  set_status({ statusId }, found) {
    const isThere = found.choices.lists.statuses.some(({ id }) => id === statusId);
    if (!isThere) refuse(found, "statusId", "This status is gone: choose another");
  },
  set_priority: checkItem("priority", "priority"),
  set_category: checkItem("category", "category"),
  assign_group: checkItem("team", "group"),
  set_workflow: checkItem("workflow", "workflow"),
  assign_person({ personId }, found) {
    if (personId === null) return;
    const person = found.choices.people.find(({ id }) => id === personId);
    if (!person) refuse(found, "personId", "This person is gone: choose another");
    else if (!person.isAgent) refuse(found, "personId", `${person.name} is not an agent: choose another`);
  },
  add_note: ({ body }, found) => checkText(found, "body", body),
  execute_webhook(action, found) {
    const webhook = found.choices.webhooks.get(action.webhookId);
    if (!webhook) return refuse(found, "webhookId", "This webhook is gone: choose another");
    if (webhook.ticketTypeId !== found.choices.ticketTypeId)
      refuse(found, "webhookId", `“${webhook.name}” acts on another ticket type: choose another`);
    checkParameters(action, webhook, found);
  },
  run_function({ functionId, arguments: given }, found) {
    const callable = found.choices.functions.get(functionId);
    if (!callable) return refuse(found, "functionId", "This callback function is gone: choose another");
    for (const [name, value] of Object.entries(given)) {
      const field = `arguments.${name}`;
      const isDeclared = callable.parameters.some((parameter) => parameter.name === name);
      if (!isDeclared) refuse(found, field, `“${callable.name}” has no parameter “${name}”`);
      else checkText(found, field, value);
    }
  },
};

const unknownField = (ref: string) =>
  ref.startsWith("form.")
    ? "This field is gone, or its form is not on this type of ticket: choose another"
    : `There is no field “${ref}”: choose another`;

function checkParameters(
  { parameters }: Extract<Action, { type: "execute_webhook" }>,
  webhook: NamedWebhook,
  found: Found,
): void {
  const declared = new Map(webhook.parameters.map((parameter) => [nameKey(parameter.name), parameter]));
  for (const [name, value] of Object.entries(parameters)) {
    const field = `parameters.${name}`;
    const parameter = declared.get(nameKey(name));
    if (!parameter) refuse(found, field, `“${webhook.name}” has no parameter “${name}”`);
    else if (parameter.isReadOnly && value !== parameter.defaultText)
      refuse(found, field, `“${parameter.name}” is read only: it goes out with its default text`);
    else checkText(found, field, value);
  }
}
