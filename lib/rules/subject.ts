import type { Json } from "@/lib/core/json";
import type { FieldKind } from "@/lib/desk/custom-forms";
import { formFieldOf, ticketPathOf } from "@/lib/desk/field-ref";
import type { PathKind } from "@/lib/desk/fields";
import type { Facts, RuleEvent } from "./facts";
import type { ConditionKind } from "./operators";

/**
 * What a condition's field is on one ticket. Several values (a list, the rows of a multi-line form, the names someone goes
 * by) satisfy a condition when any of them does; an operator that says "not" asks that none does.
 */
export type Subject = { kind: ConditionKind; values: readonly unknown[] };

/** How a field's kind in the desk compares. */
export const comparedAs: Record<FieldKind | PathKind, ConditionKind> = {
  text: "text",
  multiline: "text",
  number: "number",
  date: "date",
  datetime: "datetime",
  checkbox: "boolean",
  select: "choice",
  boolean: "boolean",
  list: "list",
};

/** The field on this ticket, or undefined when there is no such field (any more) or no event to ask. */
export function subjectOf(ref: string, { graph, event }: Facts): Subject | undefined {
  if (ref.startsWith("event.")) return event && eventSubject(ref, event, graph.ticket);
  const path = ticketPathOf(ref);
  if (path) {
    const value = path.read(graph);
    const kind = comparedAs[path.kind];
    return { kind, values: Array.isArray(value) ? value.flatMap(namesOfItem) : [stored(kind, value)] };
  }
  const found = formFieldOf(graph.forms, ref);
  if (!found) return undefined;
  const kind = comparedAs[found.field.kind];
  const rows = graph.ticket.forms[found.form.id] ?? [];
  const cells = (found.form.isMultiLine ? rows : [rows[0] ?? {}]).map((row) => stored(kind, row[found.field.id]));
  return { kind, values: cells };
}

/** A box nobody ticked is not ticked: booleans are never empty. */
const stored = (kind: ConditionKind, value: unknown) => (kind === "boolean" ? value === true : (value ?? null));

/** An entry of a list is known by its id and by what it is called. */
function namesOfItem(item: unknown): unknown[] {
  if (typeof item !== "object" || item === null) return [item];
  const { id, title, name, email } = item as Record<string, unknown>;
  return [id, title, name, email].filter((value) => value !== undefined);
}

/** A message that came with changed fields is an update too. */
const happened = ({ type, changes }: RuleEvent) =>
  type === "message.added" && changes.length > 0 ? [type, "ticket.updated"] : [type];

function eventSubject(
  ref: string,
  event: RuleEvent,
  ticket: { requesterId: number | null; ownerId: number | null },
): Subject | undefined {
  switch (ref) {
    case "event.type":
      return { kind: "choice", values: happened(event) };
    case "event.source":
      return {
        kind: "choice",
        values: [event.source, ...(event.source.startsWith("webmethod:") ? ["webmethod"] : [])],
      };
    case "event.updatedby":
      return { kind: "choice", values: actorNames(event, ticket) };
    case "event.updatedbyname":
      return { kind: "text", values: [event.actorName] };
    default:
      return undefined;
  }
}

function actorNames({ actorId, actorPersonId }: RuleEvent, ticket: Parameters<typeof eventSubject>[2]): unknown[] {
  if (actorPersonId === null) return [actorId, "nobody"];
  return [
    actorId,
    actorPersonId,
    ...(actorPersonId === ticket.requesterId ? ["requester"] : []),
    ...(actorPersonId === ticket.ownerId ? ["owner"] : []),
  ];
}

/** What the event changed about a field; undefined when it did not touch it. */
export function changeOf(ref: string, { event, graph }: Facts): { before: Json; after: Json } | undefined {
  const form = formFieldOf(graph.forms, ref)?.form;
  const rowsPath = form?.isMultiLine ? `ticket.${form.key}` : undefined;
  const change = event?.changes.find(({ field, path }) => (field ?? path) === ref || (rowsPath && path === rowsPath));
  return change && { before: change.before ?? change.from, after: change.after ?? change.to };
}
