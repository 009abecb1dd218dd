import type { Actor } from "@/lib/core/actor";
import type { Clock } from "@/lib/core/clock";
import { AppError } from "@/lib/core/errors";
import { asObject, type Json } from "@/lib/core/json";
import type { TaskInput } from "@/lib/deluge/host";
import { ScriptError } from "@/lib/deluge/values/errors";
import type { Value } from "@/lib/deluge/values/value";
import { type Cause, causedBy } from "@/lib/desk/history";
import type { CallbackFunction } from "@/lib/functions/function";
import { plainOf, scriptValueOf } from "@/lib/functions/plain";
import { type RequestFields, readRequest, requestOf } from "@/lib/functions/request-record";
import { findRequests, listInfo, succeeded } from "./function-search";
import type { Stores } from "./stores";
import { addMessage, createTicket, updateTicket } from "./tickets";

/** The service-desk tasks a script may call, both vendors' spellings (systems.md §0.6.8); found case-insensitively. */
export const deskTasks = [
  ...["create", "createRecord", "getRecords", "getRecordById", "update", "updateRecord", "associate", "invokeurl"],
].flatMap((name) => [`zoho.sdp.${name}`, `zoho.sdpcloud.${name}`]);

export type DeskContext = {
  callable: CallbackFunction;
  actor: Actor;
  cause: Cause | null;
  /** Hears of each ticket made or changed. */
  touched(ticketId: number): void;
};

/** Runs service-desk tasks on our tickets, through the same doors, rules and history as everyone (spec §0.6.8). */
export function deskTaskRunner({ stores, clock }: { stores: Stores; clock: Clock }, context: DeskContext) {
  const { callable, actor } = context;
  const cause = causedBy(context.cause, { kind: "function", id: callable.id, name: callable.name });
  const occasion = { cause };

  async function create(record: Json): Promise<Json> {
    const lists = await stores.deskLists.load();
    const wanted = readRequest(record, lists);
    const people = await peopleOf(wanted);
    const { title, ...fields } = wanted.fields as { title?: string };
    if (title === undefined) throw new ScriptError("A new request needs a subject");
    const typeId = lists.types[0]?.id ?? 1;
    const given = { typeId, ...fields, ...people, title, forms: wanted.forms, creationSystem: "callback" };
    const ticket = await createTicket(stores, actor, given, clock.now(), occasion);
    context.touched(ticket.id);
    return answer(await read(ticket.id));
  }

  async function update(id: string, record: Json): Promise<Json> {
    const wanted = readRequest(record, await stores.deskLists.load());
    if (wanted.fields.typeId !== undefined) throw new ScriptError("The template of a request can't be changed");
    const given = { ...wanted.fields, ...(await peopleOf(wanted)), forms: wanted.forms };
    const { ticket } = await updateTicket(stores, actor, keyOf(id), given, clock.now(), occasion);
    context.touched(ticket.id);
    return answer(await read(ticket.id));
  }

  async function note(id: string, given: Json): Promise<Json> {
    const outer = asObject(given) ?? {};
    const inner = asObject(outer.note) ?? asObject(outer.request_note) ?? outer;
    const body = inner.description ?? inner.content ?? inner.notestext;
    if (typeof body !== "string" || body.trim() === "")
      throw new ScriptError('A note needs a description: {"description":"Called back"}');
    const isPublic = inner.show_to_requester === true || inner.is_public === true;
    const message = { body, visibility: isPublic ? ("public" as const) : ("private" as const) };
    const added = await addMessage(stores, actor, keyOf(id), message, clock.now(), occasion);
    const found = await read(keyOf(id));
    context.touched(found.ticket.id);
    return { note: { id: String(added.id), description: body }, ...succeeded };
  }

  async function read(id: number | string) {
    const graph = await stores.tickets.graph(id);
    if (!graph) throw new ScriptError(`There is no request ${id}`);
    return graph;
  }

  async function peopleOf({ requesterEmail, technicianEmail }: RequestFields) {
    const [requester, technician] = await Promise.all([person(requesterEmail), person(technicianEmail)]);
    if (technicianEmail !== undefined && !technician?.isAgent)
      throw new ScriptError(`There is no technician with the address ${technicianEmail}`);
    if (requesterEmail !== undefined && !requester)
      throw new ScriptError(`There is no person with the address ${requesterEmail}`);
    return { ...(requester && { requesterId: requester.id }), ...(technician && { ownerId: technician.id }) };
  }
  const person = (email: string | undefined) => (email === undefined ? undefined : stores.people.findByEmail(email));

  /** `/api/v3/requests[/{id}[/notes]]`, as the vendor's own interface has it. */
  async function invoke(attributes: Record<string, Json>): Promise<Json> {
    const url = String(attributes.url ?? "");
    const method = String(attributes.type ?? "GET").toUpperCase();
    const found = /^\/?(?:app\/[^/]+\/)?api\/v3\/requests(?:\/([^/?]+))?(?:\/(notes))?(?:\?.*)?$/.exec(url);
    if (!found) throw new ScriptError(`There is nothing at ${url}. Requests are at /api/v3/requests.`);
    const [, id, notes] = found;
    const input = dataOf(attributes.parameters ?? attributes.body ?? null);
    if (id === undefined && method === "GET")
      return findRequests(stores, listInfo(input).start_index, listInfo(input).row_count, input);
    if (id === undefined && method === "POST") return create(input);
    if (id !== undefined && notes && method === "POST") return note(id, input);
    if (id !== undefined && !notes && method === "GET") return answer(await read(keyOf(id)));
    if (id !== undefined && !notes && (method === "PUT" || method === "PATCH")) return update(id, input);
    throw new ScriptError(`${method} ${url} is not available here`);
  }

  return async (path: string, input: TaskInput): Promise<Value> => {
    const name = path.toLowerCase().split(".").at(-1) ?? "";
    try {
      return scriptValueOf(await run(name, input));
    } catch (error) {
      if (error instanceof AppError || error instanceof ScriptError || !(error instanceof Error)) throw error;
      throw error.name === "ZodError" ? new ScriptError(firstIssue(error)) : new ScriptError(error.message);
    }
  };

  async function run(name: string, input: TaskInput): Promise<Json> {
    if ("attributes" in input) {
      const attributes = [...input.attributes].map(([key, values]) => [key, plainOf(values[0] ?? null)] as const);
      if (name !== "invokeurl") throw new ScriptError(`${name} takes its arguments in parentheses`);
      return invoke(Object.fromEntries(attributes));
    }
    const given = input.arguments.map((value) => plainOf(value));
    const [module = "", second = null, third = null, fourth = null] = given;
    const isNotes = /^notes?$/i.test(String(module));
    if (!isNotes && !/^requests?$/i.test(String(module)))
      throw new ScriptError(`There is no module “${String(module)}” here, only Requests and Notes`);
    if (name === "create" || name === "createrecord") return create(second);
    if (name === "getrecords") return findRequests(stores, second, third, fourth);
    if (name === "getrecordbyid") return answer(await read(keyOf(String(second))));
    if (name === "update" || name === "updaterecord") return update(String(second), third);
    if (name === "associate" && isNotes) return note(String(second), third);
    throw new ScriptError(`${name} is not available here`);
  }
}

const answer = (graph: Parameters<typeof requestOf>[0]): Json => ({
  ...{ id: String(graph.ticket.id), request: requestOf(graph) },
  ...succeeded,
});

/** Digits are the id, anything else the display id. */
const keyOf = (id: string): number | string => (/^\d{1,15}$/.test(id) ? Number(id) : id);

/** The vendor's interface takes its JSON as text in `input_data`. */
function dataOf(given: Json): Json {
  const data = asObject(given)?.input_data ?? given;
  if (typeof data !== "string") return data as Json;
  try {
    return JSON.parse(data) as Json;
  } catch {
    throw new ScriptError("input_data is not JSON");
  }
}

function firstIssue(error: Error): string {
  const [issue] = (error as Error & { issues?: { path: PropertyKey[]; message: string }[] }).issues ?? [];
  return issue ? `${issue.path.join(".")}: ${issue.message}` : "A value is not right";
}
