import type { EventOutcome } from "@/lib/automation/store";
import { type Trigger, type TriggerInput, triggerInput } from "@/lib/automation/trigger";
import { type Actor, systemActor } from "@/lib/core/actor";
import { isAppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/id";
import type { NewDelivery } from "@/lib/delivery/delivery";
import { queueOf } from "@/lib/delivery/queue";
import type { ClaimedDelivery } from "@/lib/delivery/store";
import { type Webhook, type WebhookInput, webhookInput } from "@/lib/delivery/webhook";
import type { NewTicket } from "@/lib/desk/change";
import { type CustomForm, type CustomFormInput, customFormInput } from "@/lib/desk/custom-forms";
import type { ListItem, ListItemInput } from "@/lib/desk/desk-lists";
import type { NewEvent } from "@/lib/desk/events";
import type { NewHistoryEntry } from "@/lib/desk/history";
import { type Person, type PersonInput, personInput } from "@/lib/desk/person";
import { newTicketInput, type Ticket, type TicketDates, type TicketFields } from "@/lib/desk/ticket";
import { type WebMethod, type WebMethodInput, webMethodInput } from "@/lib/inbound/web-method";
import { anyTicket } from "@/lib/rules/condition";
import type { Stores } from "@/lib/runtime/stores";

export const actor: Actor = { ...systemActor, name: "Contract test" };

let made = 0;
/** A number no earlier call in this process got, for names and addresses that must not repeat. */
export const unique = () => ++made;

/** One history entry, as an engine would give it. */
export const historyEntry = (overrides: Partial<NewHistoryEntry> = {}): NewHistoryEntry => ({
  kind: "ticket.updated",
  origin: "system",
  actorId: actor.id,
  actorName: actor.name,
  summary: "Something changed",
  changes: [],
  cause: null,
  ...overrides,
});

/** What a change tells the rules, as an engine would give it. */
export const newEvent = (overrides: Partial<NewEvent> = {}): NewEvent => ({
  id: newId("evt"),
  type: "ticket.updated",
  source: "technician",
  actorId: actor.id,
  actorName: actor.name,
  actorPersonId: null,
  changes: [],
  cause: { depth: 0 },
  ...overrides,
});

/** An open event of a new ticket unless told which. */
export async function makeEvent(stores: Stores, ticketId?: number, overrides: Partial<NewEvent> = {}) {
  const id = ticketId ?? (await makeTicket(stores)).id;
  const event = newEvent(overrides);
  const at = new Date();
  await stores.changes.commit({ ticketId: id, at, history: [], events: [event] });
  return { ...event, ticketId: id, at };
}

/** An enabled rule of the first ticket type that adds a note to every ticket once. */
export async function makeTrigger(stores: Stores, overrides: Partial<TriggerInput> = {}): Promise<Trigger> {
  const { types } = await stores.deskLists.load();
  const input = triggerInput.parse({
    name: `Rule ${unique()}`,
    ticketTypeId: types[0]?.id,
    conditions: anyTicket,
    actions: [{ type: "add_note", body: "Seen" }],
    ...overrides,
  });
  return stores.triggers.create(actor, input);
}

/** The form of an enabled web method of the first ticket type that creates a ticket from every call. */
export async function webMethodInputOf(
  stores: Stores,
  overrides: Partial<WebMethodInput> = {},
): Promise<WebMethodInput> {
  const { types } = await stores.deskLists.load();
  const mappings = [{ path: "title", target: "ticket.title" }];
  return webMethodInput.parse({ name: `Called${unique()}`, ticketTypeId: types[0]?.id, mappings, ...overrides });
}

/** A web method whose access key is “test key”. */
export const makeWebMethod = async (stores: Stores, overrides: Partial<WebMethodInput> = {}): Promise<WebMethod> =>
  stores.webMethods.create(actor, await webMethodInputOf(stores, overrides), "test key");

export const ticketDates = (at = new Date()): TicketDates => ({
  createdAt: at,
  updatedAt: at,
  statusChangedAt: at,
  resolvedAt: null,
  closedAt: null,
  firstAgentAssignedAt: null,
  firstAgentReplyAt: null,
  lastAgentReplyAt: null,
  lastUserReplyAt: null,
  agentWaitingSince: null,
  userWaitingSince: at,
  lockedAt: null,
  feedbackRatedAt: null,
  thirdPartyLoggedAt: null,
});

export type TicketOverrides = Partial<TicketFields> &
  Partial<Omit<NewTicket, "input" | "dates">> & { typeId?: number; dates?: Partial<TicketDates> };

/** A new open incident to be created, as an engine would give it; fields, form rows and dates as wished. */
export async function newTicket(stores: Stores, overrides: TicketOverrides = {}): Promise<NewTicket> {
  const { forms, creationSystem, accessCode, lastModifiedById, history, messages, events, dates, ...fields } =
    overrides;
  const { types, statuses } = await stores.deskLists.load();
  const title = `Printer ${unique()} is on fire`;
  const input = newTicketInput.parse({ title, typeId: types[0]?.id, statusId: statuses[0]?.id, ...fields });
  return {
    input: { ...input, statusId: input.statusId ?? 0 },
    forms: forms ?? {},
    dates: { ...ticketDates(), ...dates },
    creationSystem: creationSystem ?? "web",
    accessCode: accessCode ?? `code${unique()}`,
    lastModifiedById: lastModifiedById ?? null,
    history: history ?? [historyEntry({ kind: "ticket.created", summary: "Created" })],
    ...(messages && { messages }),
    ...(events && { events }),
  };
}

export const makeTicket = async (stores: Stores, overrides: TicketOverrides = {}): Promise<Ticket> =>
  stores.changes.create(await newTicket(stores, overrides));

/** A person with one address nobody else has; an agent with `{isAgent: true}`. */
export const makePerson = (stores: Stores, overrides: Partial<PersonInput> = {}): Promise<Person> => {
  const number = unique();
  const defaults = { firstName: "Annie", lastName: `Smith ${number}`, emails: [`annie.${number}@example.com`] };
  return stores.people.create(actor, personInput.parse({ ...defaults, ...overrides }));
};

/** An item of one of the desk's lists. */
export const makeItem = (
  stores: Stores,
  kind: ListItemInput["kind"],
  overrides: Partial<ListItemInput> = {},
): Promise<ListItem> =>
  stores.deskLists.saveItem(actor, { kind, name: `${kind} ${unique()}`, position: 0, ...overrides });

/** A single-line form of the first ticket type with the text fields “Number” (1) and “System id” (2). */
export async function makeForm(stores: Stores, overrides: Partial<CustomFormInput> = {}): Promise<CustomForm> {
  const { types } = await stores.deskLists.load();
  const input = customFormInput.parse({
    name: `Integration ${unique()}`,
    ticketTypeIds: types.slice(0, 1).map(({ id }) => id),
    fields: [
      { name: "Number", kind: "text" },
      { name: "System id", kind: "text" },
    ],
    ...overrides,
  });
  return stores.customForms.create(actor, input);
}

/** An enabled JSON webhook of the first ticket type, without authentication. */
export async function makeWebhook(stores: Stores, overrides: Partial<WebhookInput> = {}): Promise<Webhook> {
  const { types } = await stores.deskLists.load();
  const input = webhookInput.parse({
    name: `Webhook ${unique()}`,
    ticketTypeId: types[0]?.id,
    url: "https://partner.example/api/tickets",
    body: '{"number": "{{ticket.displayid}}"}',
    ...overrides,
  });
  return stores.webhooks.create(actor, input);
}

/** A pending delivery, due at once, of a new webhook on a new ticket unless told which. */
export async function makeDelivery(stores: Stores, overrides: Partial<NewDelivery> = {}): Promise<NewDelivery> {
  const given = overrides.ticketId === undefined ? undefined : (await stores.tickets.graph(overrides.ticketId))?.ticket;
  const ticket = given ?? (await makeTicket(stores));
  const known = overrides.webhookId === undefined ? undefined : await stores.webhooks.get(overrides.webhookId);
  const webhook = known ?? (await makeWebhook(stores, { ticketTypeId: ticket.typeId }));
  const now = new Date();
  const delivery: NewDelivery = {
    id: newId("dlv"),
    webhookId: webhook.id,
    webhookName: webhook.name,
    webhookVersion: webhook.version,
    ticketId: ticket.id,
    ticketDisplayId: ticket.displayId,
    ticketVersion: ticket.version,
    request: {
      method: webhook.config.method,
      url: webhook.config.url,
      headers: { "content-type": webhook.config.requestContentType },
      body: `{"number": "${ticket.displayId}"}`,
      connectionId: webhook.connectionId,
    },
    parameters: {},
    cause: { webhookId: webhook.id, webhookName: webhook.name, depth: 0 },
    actorId: actor.id,
    actorName: actor.name,
    createdAt: now,
    nextAttemptAt: now,
    queue: queueOf(overrides.webhookId ?? webhook.id, overrides.request?.url ?? webhook.config.url),
    lane: { ordering: "event", passesRetries: true },
    ...overrides,
  };
  await stores.changes.commit({ ticketId: ticket.id, at: now, history: [], deliveries: [delivery] });
  return delivery;
}

/** Claims the longest due, of whatever queue. */
export async function claimDue(
  { deliveries }: Stores,
  { now, leaseMs, limit }: { now: Date; leaseMs: number; limit: number },
): Promise<ClaimedDelivery[]> {
  const heads = await deliveries.heads();
  heads.sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
  const claimed: ClaimedDelivery[] = [];
  for (const { queue } of heads) {
    const left = limit - claimed.length;
    if (left > 0) claimed.push(...(await deliveries.claim({ now, leaseMs, takes: [{ queue, limit: left }] })));
  }
  return claimed;
}

/** Ends one event; what its change is refused with is thrown. */
export async function finishOne({ events }: Stores, outcome: EventOutcome<NewDelivery>) {
  const [result] = await events.finish([outcome]);
  if (result === undefined || isAppError(result)) throw result;
  return result;
}
