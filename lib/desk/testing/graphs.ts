import type { CustomForm } from "../custom-forms";
import { builtInStatuses, builtInTicketTypes, type DeskLists, type ListItem, type ListKind } from "../desk-lists";
import type { Person } from "../person";
import { newTicketInput, type Ticket, type TicketDates, type TicketGraph } from "../ticket";

const at = new Date("2025-04-23T10:00:00Z");

const items: ListItem[] = (
  [
    "priority",
    "category",
    "impact",
    "department",
    "product",
    "language",
    "location",
    "workflow",
    "organization",
  ] as const
)
  .map((kind: ListKind, index) => ({ id: index + 1, kind, name: `The ${kind}`, position: 0 }))
  .concat([
    { id: 20, kind: "team", name: "Second line", position: 0 },
    { id: 21, kind: "usergroup", name: "Everyone", position: 0 },
    { id: 22, kind: "priority", name: "High", position: 1 },
  ]);

/** The desk of the example tickets: built-in types and statuses, one item per list, and a second priority. */
export const exampleLists: DeskLists = {
  types: builtInTicketTypes.map((type, index) => ({ ...type, id: index + 1 })),
  statuses: builtInStatuses.map((status, index) => ({ ...status, id: index + 1 })),
  items,
};

export const examplePerson = (overrides: Partial<Person> = {}): Person => ({
  id: 1,
  name: "Annie Agent",
  firstName: "Annie",
  lastName: "Agent",
  titlePrefix: "Ms",
  emails: [
    { id: 11, email: "annie@example.com", isValidated: true },
    { id: 12, email: "a@example.com", isValidated: false },
  ],
  phone: "+44 1",
  timezone: "Europe/London",
  isAgent: true,
  isDisabled: false,
  organizationId: 9,
  organizationPosition: "Lead",
  isOrganizationManager: true,
  teamIds: [20],
  usergroupIds: [21],
  languageId: 6,
  summary: "Knows printers",
  createdAt: at,
  updatedAt: at,
  lastLoginAt: at,
  ...overrides,
});

/** “Integration” (one line: Number, Active) and “Linked assets” (many: Asset, Owner). */
export const exampleForms: CustomForm[] = [
  {
    id: 1,
    name: "Integration",
    key: "integration",
    ticketTypeIds: [1],
    isMultiLine: false,
    fields: [
      { id: 1, name: "Number", kind: "text", options: [], isReadOnly: true },
      { id: 2, name: "Is active", kind: "checkbox", options: [], isReadOnly: false },
    ],
  },
  {
    id: 2,
    name: "Linked assets",
    key: "linkedassets",
    ticketTypeIds: [1, 2],
    isMultiLine: true,
    fields: [
      { id: 1, name: "Asset", kind: "text", options: [], isReadOnly: false },
      { id: 2, name: "Kind", kind: "select", options: ["Printer", "Laptop"], isReadOnly: false },
    ],
  },
];

const noDates: TicketDates = {
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
  userWaitingSince: null,
  lockedAt: null,
  feedbackRatedAt: null,
  thirdPartyLoggedAt: null,
};

function graphOf(overrides: Partial<Ticket>, rest: Partial<TicketGraph>): TicketGraph {
  const [type] = exampleLists.types;
  const [open] = exampleLists.statuses;
  if (!type || !open) throw new Error("The example desk has no types or statuses");
  const input = newTicketInput.parse({ title: "Printer on fire", typeId: type.id });
  const ticket: Ticket = {
    ...input,
    ...noDates,
    id: 164,
    displayId: "IN164",
    statusId: open.id,
    creationSystem: "web",
    accessCode: "abc",
    totalUserWaitingSeconds: 0,
    lastModifiedById: null,
    forms: {},
    version: 3,
    ...overrides,
  };
  return { ticket, type, status: open, items: new Map(), people: new Map(), forms: [], ...rest };
}

/** A ticket with nothing but what every ticket has. */
export const bareGraph = (overrides: Partial<Ticket> = {}): TicketGraph => graphOf(overrides, {});

/** A ticket with every field filled. */
export function fullGraph(overrides: Partial<Ticket> = {}): TicketGraph {
  const requester = examplePerson({
    id: 2,
    name: "Rita Requester",
    firstName: "Rita",
    lastName: "Requester",
    isAgent: false,
  });
  const dates = Object.fromEntries(Object.keys(noDates).map((key) => [key, at])) as unknown as TicketDates;
  const ticket: Partial<Ticket> = {
    ...dates,
    description: 'Flames <b>& "smoke"</b>\nHelp',
    solution: "Water",
    priorityId: 1,
    categoryId: 2,
    impactId: 3,
    departmentId: 4,
    productId: 5,
    languageId: 6,
    locationId: 7,
    workflowId: 8,
    organizationId: 9,
    teamId: 20,
    ownerId: 1,
    takenById: 1,
    requesterId: 2,
    participantIds: [1, 2],
    labels: ["fire"],
    ccAddresses: ["cc@example.com", "dd@example.com"],
    urgency: 9,
    isDeferred: true,
    thirdPartyId: "sys1",
    thirdPartyRef: "INC1",
    totalEffortMinutes: 30,
    totalUserWaitingSeconds: 60,
    lastModifiedById: 1,
    forms: { 1: [{ 1: "INC1", 2: true }], 2: [{ 1: "P1", 2: "Printer" }, { 1: "L1" }] },
    ...overrides,
  };
  return graphOf(ticket, {
    items: new Map(items.map((item) => [item.id, item])),
    people: new Map([examplePerson(), requester].map((person) => [person.id, person])),
    forms: exampleForms,
    lastActionId: 77,
  });
}
