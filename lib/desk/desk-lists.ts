import { z } from "zod";
import { plainText } from "@/lib/core/text";

const name = plainText.trim().min(1, "Enter a name").max(100);

/** Kinds of simple choices an administrator maintains; every dropdown reads from here. */
export const listKinds = {
  priority: "Priorities",
  category: "Categories",
  impact: "Impacts",
  department: "Departments",
  product: "Products",
  language: "Languages",
  location: "Locations",
  workflow: "Workflows",
  organization: "Organizations",
  team: "Agent teams",
  usergroup: "User groups",
} as const;
export type ListKind = keyof typeof listKinds;
export const listKind = z.enum(Object.keys(listKinds) as [ListKind, ...ListKind[]]);

export const listItemInput = z.object({ kind: listKind, name, position: z.number().int().default(0) });
export type ListItemInput = z.output<typeof listItemInput>;
export type ListItem = ListItemInput & { id: number };

export const ticketTypeInput = z.object({
  name,
  /** What display ids begin with: IN in IN164. */
  prefix: z
    .string()
    .trim()
    .regex(/^[A-Z]{1,5}$/, "Use one to five capital letters, such as IN"),
  /** Lets a desk go on where another one stopped; only ever raises the number of the next ticket. */
  nextNumber: z.number().int().min(1).max(1_000_000_000).optional(),
});
export type TicketTypeInput = z.output<typeof ticketTypeInput>;
export type TicketType = Omit<TicketTypeInput, "nextNumber"> & { id: number };

/** Vivantio's status types (spec §4.4.6). */
export const vivantioStatusTypes = { Open: 1, OnHold: 2, Closed: 4, Pending: 5, Deleted: 99 } as const;

/** A status carries its three vendor names (spec §5, table D7). */
export const statusInput = z.object({
  name,
  deskproName: z.enum(["awaiting_agent", "awaiting_user", "hold", "resolved", "closed", "hidden"]),
  duploName: z.enum(["Open", "In Progress", "Resolved", "Closed"]),
  vivantioType: z.union([z.literal(1), z.literal(2), z.literal(4), z.literal(5), z.literal(99)]),
  position: z.number().int().default(0),
});
export type StatusInput = z.output<typeof statusInput>;
export type Status = StatusInput & { id: number };

export const builtInStatuses: StatusInput[] = [
  { name: "Open", deskproName: "awaiting_agent", duploName: "Open", vivantioType: 1, position: 1 },
  { name: "In progress", deskproName: "awaiting_agent", duploName: "In Progress", vivantioType: 1, position: 2 },
  { name: "Waiting on user", deskproName: "awaiting_user", duploName: "In Progress", vivantioType: 5, position: 3 },
  { name: "On hold", deskproName: "hold", duploName: "In Progress", vivantioType: 2, position: 4 },
  { name: "Resolved", deskproName: "resolved", duploName: "Resolved", vivantioType: 4, position: 5 },
  { name: "Closed", deskproName: "closed", duploName: "Closed", vivantioType: 4, position: 6 },
  { name: "Deleted", deskproName: "hidden", duploName: "Closed", vivantioType: 99, position: 7 },
];

export const builtInTicketTypes: TicketTypeInput[] = [
  { name: "Incident", prefix: "IN" },
  { name: "Request", prefix: "RQ" },
  { name: "Problem", prefix: "PR" },
  { name: "Change", prefix: "CH" },
];

export type DeskLists = { types: TicketType[]; statuses: Status[]; items: ListItem[] };

export const itemsOf = (lists: DeskLists, kind: ListKind): ListItem[] =>
  lists.items.filter((item) => item.kind === kind);
