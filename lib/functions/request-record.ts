import type { Json } from "@/lib/core/json";
import { asObject } from "@/lib/core/json";
import type { DeskLists, ListKind } from "@/lib/desk/desk-lists";
import { primaryEmail } from "@/lib/desk/person";
import type { TicketGraph } from "@/lib/desk/ticket";

/** Names of a request's fields as the service desk's tasks have them, with the list they choose from. */
const choices: {
  key: string;
  field: "priorityId" | "categoryId" | "impactId" | "departmentId" | "teamId";
  kind: ListKind;
}[] = [
  { key: "priority", field: "priorityId", kind: "priority" },
  { key: "category", field: "categoryId", kind: "category" },
  { key: "impact", field: "impactId", kind: "impact" },
  { key: "department", field: "departmentId", kind: "department" },
  { key: "group", field: "teamId", kind: "team" },
];
const known = new Set([
  ...choices.map(({ key }) => key),
  ...["subject", "description", "status", "resolution", "requester", "technician", "template", "request_type"],
  ...["urgency", "labels", "third_party_id", "third_party_ref", "udf_fields", "id", "display_id"],
]);

/** A request as a script gives it, in the desk's terms; addresses stay to be looked up. */
export type RequestFields = {
  /** For createTicket and updateTicket of the runtime. */
  fields: Record<string, unknown>;
  forms: Record<string, unknown> | undefined;
  requesterEmail?: string;
  technicianEmail?: string;
};

/** Throws Error naming the key for what the desk does not have. `{"request": {…}}` and the bare map are the same. */
export function readRequest(given: Json, lists: DeskLists): RequestFields {
  const outer = asObject(given) ?? fault('A request is a map, such as {"subject":"Printer jams"}');
  const record = asObject(outer.request) ?? outer;
  const fields: Record<string, unknown> = {};
  for (const key of Object.keys(record))
    if (!known.has(key)) fault(`A request has no field “${key}”. Custom fields go into udf_fields, form by form.`);
  if (record.subject !== undefined) fields.title = text(record.subject, "subject");
  if (record.description !== undefined) fields.description = text(record.description, "description");
  if (record.resolution !== undefined)
    fields.solution = text(asObject(record.resolution)?.content ?? record.resolution, "resolution");
  if (record.third_party_id !== undefined) fields.thirdPartyId = text(record.third_party_id, "third_party_id");
  if (record.third_party_ref !== undefined) fields.thirdPartyRef = text(record.third_party_ref, "third_party_ref");
  if (record.urgency !== undefined) fields.urgency = Number(named(record.urgency));
  if (record.labels !== undefined) fields.labels = record.labels;
  const type = record.template ?? record.request_type;
  if (type !== undefined) fields.typeId = chosen(type, lists.types, "ticket type");
  if (record.status !== undefined) fields.statusId = chosen(record.status, lists.statuses, "status");
  for (const { key, field, kind } of choices) {
    const value = record[key];
    if (value === undefined) continue;
    const items = lists.items.filter((item) => item.kind === kind);
    fields[field] = value === null ? null : chosen(value, items, key);
  }
  return {
    fields,
    forms: record.udf_fields === undefined ? undefined : (asObject(record.udf_fields) ?? fault("udf_fields is a map")),
    ...(record.requester === undefined ? {} : { requesterEmail: email(record.requester, "requester") }),
    ...(record.technician === undefined ? {} : { technicianEmail: email(record.technician, "technician") }),
  };
}

/** A ticket as the tasks return it; keys a script finds documented for requests, and the custom forms by name. */
export function requestOf({ ticket, type, status, items, people, forms }: TicketGraph): Json {
  const item = (id: number | null) => (id === null ? null : { name: items.get(id)?.name ?? "" });
  const person = (id: number | null) => {
    const one = id === null ? undefined : people.get(id);
    return one ? { id: String(one.id), name: one.name, email_id: primaryEmail(one) } : null;
  };
  const rows = forms.flatMap((form) => {
    const values = ticket.forms[form.id] ?? [];
    const byName = values.map((row) =>
      Object.fromEntries(form.fields.map((field) => [field.name, (row[field.id] ?? null) as Json])),
    );
    return byName.length === 0 ? [] : [[form.name, (form.isMultiLine ? byName : byName[0]) as Json] as const];
  });
  return {
    ...{ id: String(ticket.id), display_id: ticket.displayId, subject: ticket.title, description: ticket.description },
    ...{ resolution: { content: ticket.solution }, status: { name: status.name }, template: { name: type.name } },
    ...{ priority: item(ticket.priorityId), category: item(ticket.categoryId), impact: item(ticket.impactId) },
    ...{ department: item(ticket.departmentId), group: item(ticket.teamId), urgency: ticket.urgency },
    ...{ labels: ticket.labels, third_party_id: ticket.thirdPartyId, third_party_ref: ticket.thirdPartyRef },
    ...{ requester: person(ticket.requesterId), technician: person(ticket.ownerId) },
    created_time: { value: String(ticket.createdAt.getTime()), display_value: ticket.createdAt.toISOString() },
    last_updated_time: { value: String(ticket.updatedAt.getTime()), display_value: ticket.updatedAt.toISOString() },
    udf_fields: Object.fromEntries(rows),
  };
}

function fault(message: string): never {
  throw new Error(message);
}

function text(value: unknown, key: string): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return fault(`${key} is a text`);
}

/** `{"name": "High"}` and `"High"` alike. */
const named = (value: unknown): unknown => asObject(value)?.name ?? value;

function chosen(value: unknown, from: readonly { id: number; name: string }[], what: string): number {
  const byId = asObject(value)?.id;
  const name = named(value);
  const found = from.find((one) =>
    byId === undefined ? one.name.toLowerCase() === String(name).toLowerCase() : String(one.id) === String(byId),
  );
  if (found) return found.id;
  const names = from.map((one) => one.name).join(", ");
  return fault(
    `There is no ${what} “${String(byId ?? name)}”. There ${from.length === 0 ? "are none" : `are: ${names}`}.`,
  );
}

function email(value: unknown, key: string): string {
  const found = asObject(value)?.email_id ?? asObject(value)?.email ?? value;
  return typeof found === "string" && found.includes("@")
    ? found
    : fault(`${key} is named by e-mail address: {"email_id":"ann@example.com"}`);
}
