import type { CustomForm } from "@/lib/desk/custom-forms";
import { type DeskLists, itemsOf, type ListKind, vivantioStatusTypes } from "@/lib/desk/desk-lists";
import { eventTypes, updateSources } from "@/lib/desk/events";
import { type FieldRef, formFieldRef } from "@/lib/desk/field-ref";
import { type TicketPath, ticketPaths } from "@/lib/desk/fields";
import { type ConditionKind, type OperatorName, operatorNames, operatorOf } from "./operators";
import { comparedAs } from "./subject";

export type FieldChoice = { value: string | number; label: string };

/** A field the condition builder offers. */
export type ConditionField = {
  ref: FieldRef;
  label: string;
  /** Heading in the drop-down: "Ticket", "Dates", "Requester", "Owner", the name of a form, "Event". */
  group: string;
  kind: ConditionKind;
  /** What a value can be; without it a value is typed. */
  choices?: readonly FieldChoice[];
  /** Its changes are recorded, so that "Changed" can be asked of it: all at once, or which value to which. */
  changes?: "rows" | "values";
};

type FieldSources = {
  forms: readonly CustomForm[];
  lists: DeskLists;
  agents: readonly { id: number; name: string }[];
  /** Offers the Event fields and the "changed" operators. */
  withEvent: boolean;
  /** Names of the web methods that *Update source* can name. */
  webMethods?: readonly string[];
};

/** Every field a condition can ask about, for a ticket type's `forms`. */
export function conditionFields(sources: FieldSources): ConditionField[] {
  const choices = choicesOf(sources);
  const ticket = ticketPaths
    .filter(({ path }) => !sameElsewhere.has(path))
    .map((path) => ticketField(path, choices[path.path]));
  const forms = sources.forms.flatMap((form) =>
    form.fields.map((field): ConditionField => {
      const kind = comparedAs[field.kind];
      return {
        ref: formFieldRef(form.id, field.id),
        label: field.name,
        group: form.name,
        kind,
        ...(kind === "choice" && { choices: field.options.map((option) => ({ value: option, label: option })) }),
        changes: form.isMultiLine ? "rows" : "values",
      };
    }),
  );
  const order = ["Ticket", "Dates", "Requester", "Owner"];
  ticket.sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group));
  return [...ticket, ...forms, ...(sources.withEvent ? eventFields(sources) : [])];
}

/** Whether these fields belong to something that follows an event. */
export const haveEvent = (fields: readonly ConditionField[]): boolean =>
  fields.some(({ ref }) => ref.startsWith("event."));

/** "Priority", "Integration › VivantiotestID". */
export const fullLabel = ({ ref, group, label }: ConditionField): string =>
  ref.startsWith("form.") ? `${group} › ${label}` : label;

/** The choice with this value; ids may arrive as text, and case doesn't matter. */
export function findChoice(choices: readonly FieldChoice[] | undefined, value: unknown): FieldChoice | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const wanted = String(value).trim().toLowerCase();
  return choices?.find((choice) => String(choice.value).toLowerCase() === wanted);
}

/** The operators that can be asked of a field. */
export function operatorsFor(field: ConditionField, withEvent: boolean): OperatorName[] {
  return operatorNames.filter((name) => {
    const { kinds, needsEvent, takes } = operatorOf(name);
    if (!kinds.includes(field.kind)) return false;
    if (needsEvent)
      return withEvent && (field.changes === "values" || (field.changes === "rows" && takes === "nothing"));
    // What happened always has a kind, a source and an author; entries that are chosen are not spelled in part.
    if (field.ref.startsWith("event.") && takes === "nothing") return false;
    return !(field.kind === "list" && field.choices && (name === "like" || name === "not_like"));
  });
}

function ticketField({ path, label, kind, sets }: TicketPath, choices?: readonly FieldChoice[]): ConditionField {
  const compared = comparedAs[kind];
  return {
    ref: `ticket.${path}`,
    label: path === "participants" ? "Participants (by name)" : choices ? label.replace(/ id$/, "") : label,
    group: groupOf(path, compared),
    kind: choices && compared !== "list" ? "choice" : compared,
    ...(choices && { choices }),
    ...(sets && { changes: "values" as const }),
  };
}

function groupOf(path: string, kind: ConditionKind): string {
  if (path.startsWith("agent.")) return "Owner";
  if (path.startsWith("person.") || path === "callerid") return "Requester";
  return kind === "datetime" || kind === "date" ? "Dates" : "Ticket";
}

/** Paths that another offered field says the same as: names beside ids, and the spellings of the other vendor. */
const sameElsewhere = new Set(
  `statusname priorityname categorylineage impactname ownername groupname takenbyname clientname locationname workflowname
  callername calleremail callerphone assigneetype assignedtosummary assignedtogroupname assignedtoindividualname
  assignedtoemail ccaddresslist callorigin subject priority category workflow organization department.title product.title
  language.title agent_team.id agent_team.name agent.id agent.name agent.display_name agent.primary_email.id
  agent.primary_email.email agent.is_agent person.id person.display_name person.primary_email.id
  person.primary_email.email date_created date_resolved date_closed descriptionhtml solutionhtml nextstepid lastactionid
  access_code recordtypenamesingular`.split(/\s+/),
);

const itemPaths: Record<string, ListKind> = {
  priorityid: "priority",
  categoryid: "category",
  impactid: "impact",
  groupid: "team",
  clientid: "organization",
  locationid: "location",
  workflowid: "workflow",
  "department.id": "department",
  "product.id": "product",
  "language.id": "language",
  "agent.usergroups": "usergroup",
  "person.usergroups": "usergroup",
};

const readable = (name: string) => name.slice(0, 1).toUpperCase() + name.slice(1).replaceAll("_", " ");

function choicesOf({ lists, agents }: FieldSources): Record<string, readonly FieldChoice[]> {
  const named = (things: readonly { id: number; name: string }[]) =>
    things.map(({ id, name }): FieldChoice => ({ value: id, label: name }));
  const people = named(agents);
  const byName = itemsOf(lists, "organization").map(({ name }): FieldChoice => ({ value: name, label: name }));
  const deskproNames = [...new Set(lists.statuses.map(({ deskproName }) => deskproName))];
  return {
    ...Object.fromEntries(Object.entries(itemPaths).map(([path, kind]) => [path, named(itemsOf(lists, kind))])),
    statusid: named(lists.statuses),
    statustype: Object.entries(vivantioStatusTypes).map(([name, value]) => ({
      value,
      label: name === "OnHold" ? "On hold" : name,
    })),
    status: deskproNames.map((name) => ({ value: name, label: readable(name) })),
    ownerid: people,
    takenbyid: people,
    lastmodifiedbyid: people,
    participantids: people,
    "agent.organization": byName,
    "person.organization": byName,
  };
}

function eventFields({ agents, webMethods = [] }: FieldSources): ConditionField[] {
  const options = (record: Record<string, string>) =>
    Object.entries(record).map(([value, label]): FieldChoice => ({ value, label }));
  const field = (name: string, label: string, choices?: readonly FieldChoice[]): ConditionField => ({
    ref: `event.${name}`,
    label,
    group: "Event",
    kind: choices ? "choice" : "text",
    ...(choices && { choices }),
  });
  return [
    field("type", "What happened", options(eventTypes)),
    field("updatedby", "Last updated by", [
      { value: "requester", label: "The requester" },
      { value: "owner", label: "The owner" },
      { value: "nobody", label: "Nobody (a rule, a webhook, the API)" },
      ...agents.map(({ id, name }) => ({ value: id, label: name })),
    ]),
    field("updatedbyname", "Name of who updated it last"),
    field("source", "Update source", [
      ...options({ ...updateSources, webmethod: "Any web method" }),
      ...webMethods.map((name) => ({ value: `webmethod:${name}`, label: `Web method ${name}` })),
    ]),
  ];
}
