import type { FieldKind } from "./custom-forms";
import { personPaths } from "./person-fields";
import type { TicketFields, TicketGraph } from "./ticket";

export type PathKind = FieldKind | "boolean" | "list";

/** One thing a template, condition, form, completion or API document can name on a ticket. */
export type TicketPath = {
  /** Below `ticket.`, in the spelling of its vendor: lower case without spaces. */
  path: string;
  label: string;
  kind: PathKind;
  read(graph: TicketGraph): unknown;
  /** The ticket field that an id behind this path is set through. */
  sets?: keyof TicketFields;
};

const item = (id: (graph: TicketGraph) => number | null) => (graph: TicketGraph) =>
  graph.items.get(id(graph) ?? 0)?.name;
const person = (id: (graph: TicketGraph) => number | null) => (graph: TicketGraph) => graph.people.get(id(graph) ?? 0);

const text = (path: string, label: string, read: TicketPath["read"], sets?: keyof TicketFields): TicketPath => ({
  path,
  label,
  kind: "text",
  read,
  sets,
});
const number = (path: string, label: string, read: TicketPath["read"], sets?: keyof TicketFields): TicketPath => ({
  path,
  label,
  kind: "number",
  read,
  sets,
});
const date = (path: string, label: string, read: TicketPath["read"]): TicketPath => ({
  path,
  label,
  kind: "datetime",
  read,
});
const flag = (path: string, label: string, read: TicketPath["read"], sets?: keyof TicketFields): TicketPath => ({
  path,
  label,
  kind: "boolean",
  read,
  sets,
});

/** `priorityid` and `priorityname` of one list. */
function choice(name: string, label: string, key: keyof TicketFields & `${string}Id`): TicketPath[] {
  const id = (graph: TicketGraph) => graph.ticket[key] as number | null;
  return [number(`${name}id`, `${label} id`, id, key), text(`${name}name`, label, item(id))];
}

const owner = person((g) => g.ticket.ownerId);
const taker = person((g) => g.ticket.takenById);
const caller = person((g) => g.ticket.requesterId);
const closed = ({ status }: TicketGraph) => status.vivantioType === 4;

/** Vivantio's ticket fields (spec §4.4.6). */
const vivantioPaths: TicketPath[] = [
  number("id", "Ticket id", (g) => g.ticket.id),
  text("displayid", "Display id", (g) => g.ticket.displayId),
  text("title", "Title", (g) => g.ticket.title, "title"),
  text("description", "Description", (g) => g.ticket.description, "description"),
  text("descriptionhtml", "Description (HTML)", (g) => toHtml(g.ticket.description)),
  text("solution", "Solution", (g) => g.ticket.solution, "solution"),
  text("solutionhtml", "Solution (HTML)", (g) => toHtml(g.ticket.solution)),
  date("opendate", "Opened", (g) => g.ticket.createdAt),
  date("closedate", "Closed", (g) => g.ticket.closedAt),
  flag("resolved", "Resolved", closed),
  date("resolveddate", "Resolved at", (g) => g.ticket.resolvedAt),
  number("statusid", "Status id", (g) => g.ticket.statusId, "statusId"),
  text("statusname", "Status", (g) => g.status.name),
  number("statustype", "Status type", (g) => g.status.vivantioType),
  ...choice("priority", "Priority", "priorityId"),
  number("categoryid", "Category id", (g) => g.ticket.categoryId, "categoryId"),
  text(
    "categorylineage",
    "Category",
    item((g) => g.ticket.categoryId),
  ),
  ...choice("impact", "Impact", "impactId"),
  number("ownerid", "Owner id", (g) => g.ticket.ownerId, "ownerId"),
  text("ownername", "Owner", (g) => owner(g)?.name),
  number("groupid", "Group id", (g) => g.ticket.teamId, "teamId"),
  text(
    "groupname",
    "Group",
    item((g) => g.ticket.teamId),
  ),
  number("takenbyid", "Taken by id", (g) => g.ticket.takenById, "takenById"),
  text("takenbyname", "Taken by", (g) => taker(g)?.name),
  number("callerid", "Caller id", (g) => g.ticket.requesterId, "requesterId"),
  text("callername", "Caller", (g) => caller(g)?.name),
  text("calleremail", "Caller e-mail", (g) => caller(g)?.emails[0]?.email),
  text("callerphone", "Caller phone", (g) => caller(g)?.phone),
  ...choice("client", "Client", "organizationId"),
  ...choice("location", "Location", "locationId"),
  text("thirdpartyid", "Third party id", (g) => g.ticket.thirdPartyId, "thirdPartyId"),
  text("thirdpartyref", "Third party reference", (g) => g.ticket.thirdPartyRef, "thirdPartyRef"),
  date("thirdpartylogdate", "Third party logged", (g) => g.ticket.thirdPartyLoggedAt),
  ...choice("workflow", "Workflow", "workflowId"),
  // Workflows have no steps here; the path exists so that templates written for Vivantio stay valid.
  number("nextstepid", "Next workflow step id", () => null),
  flag("isdeferred", "Deferred", (g) => g.ticket.isDeferred, "isDeferred"),
  text("assigneetype", "Assignee type", (g) => (g.ticket.ownerId ? "Individual" : g.ticket.teamId ? "Group" : "")),
  text("assignedtosummary", "Assigned to", (g) =>
    [item((x) => x.ticket.teamId)(g), owner(g)?.name].filter(Boolean).join(" / "),
  ),
  text(
    "assignedtogroupname",
    "Assigned group",
    item((g) => g.ticket.teamId),
  ),
  text("assignedtoindividualname", "Assigned person", (g) => owner(g)?.name),
  text("assignedtoemail", "Assigned e-mail", (g) => owner(g)?.emails[0]?.email),
  text("ccaddresslist", "CC addresses", (g) => g.ticket.ccAddresses.join("; ")),
  { path: "ccaddresses", label: "CC addresses", kind: "list", read: (g) => g.ticket.ccAddresses, sets: "ccAddresses" },
  number("totaleffort", "Total effort (minutes)", (g) => g.ticket.totalEffortMinutes, "totalEffortMinutes"),
  text("callorigin", "Call origin", (g) => g.ticket.creationSystem),
  number("lastactionid", "Last action id", (g) => g.lastActionId),
  number("lastmodifiedbyid", "Last modified by id", (g) => g.ticket.lastModifiedById),
  date("lastmodifieddate", "Last modified", (g) => g.ticket.updatedAt),
  text("recordtypenamesingular", "Ticket type", (g) => g.type.name),
  flag("deleted", "Deleted", (g) => g.status.vivantioType === 99),
];

/** Deskpro's spelling of the same graph (spec §2.6), as far as it adds something. */
const deskproPaths: TicketPath[] = [
  text("subject", "Subject", (g) => g.ticket.title),
  text("status", "Status (Deskpro name)", (g) => g.status.deskproName),
  text("access_code", "Access code", (g) => g.ticket.accessCode),
  text("creation_system", "Creation system", (g) => g.ticket.creationSystem),
  number("urgency", "Urgency", (g) => g.ticket.urgency, "urgency"),
  { path: "labels", label: "Labels", kind: "list", read: (g) => g.ticket.labels, sets: "labels" },
  text(
    "priority",
    "Priority",
    item((g) => g.ticket.priorityId),
  ),
  text(
    "category",
    "Category",
    item((g) => g.ticket.categoryId),
  ),
  text(
    "workflow",
    "Workflow",
    item((g) => g.ticket.workflowId),
  ),
  text(
    "organization",
    "Organization",
    item((g) => g.ticket.organizationId),
  ),
  ...(["department", "product", "language"] as const).flatMap((name): TicketPath[] => {
    const id = (g: TicketGraph) => g.ticket[`${name}Id`];
    const label = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
    return [number(`${name}.id`, `${label} id`, id, `${name}Id`), text(`${name}.title`, label, item(id))];
  }),
  number("agent_team.id", "Agent team id", (g) => g.ticket.teamId),
  text(
    "agent_team.name",
    "Agent team",
    item((g) => g.ticket.teamId),
  ),
  ...personPaths("agent", "Agent", owner),
  ...personPaths("person", "Requester", caller),
  {
    path: "participants",
    label: "Participants",
    kind: "list",
    read: (g) => g.ticket.participantIds.map((id) => g.people.get(id)?.name ?? ""),
  },
  {
    path: "participantids",
    label: "Participants",
    kind: "list",
    read: (g) => g.ticket.participantIds,
    sets: "participantIds",
  },
  date("date_created", "Created", (g) => g.ticket.createdAt),
  date("date_status", "Status changed", (g) => g.ticket.statusChangedAt),
  date("date_resolved", "Resolved", (g) => g.ticket.resolvedAt),
  date("date_closed", "Closed", (g) => g.ticket.closedAt),
  date("date_first_agent_assign", "First assigned", (g) => g.ticket.firstAgentAssignedAt),
  date("date_first_agent_reply", "First agent reply", (g) => g.ticket.firstAgentReplyAt),
  date("date_last_agent_reply", "Last agent reply", (g) => g.ticket.lastAgentReplyAt),
  date("date_last_user_reply", "Last user reply", (g) => g.ticket.lastUserReplyAt),
  date("date_agent_waiting", "Agent waiting since", (g) => g.ticket.agentWaitingSince),
  date("date_user_waiting", "User waiting since", (g) => g.ticket.userWaitingSince),
  date("date_locked", "Locked", (g) => g.ticket.lockedAt),
  date("date_feedback_rating", "Feedback rated", (g) => g.ticket.feedbackRatedAt),
  number("total_user_waiting", "User waited in total (seconds)", (g) => g.ticket.totalUserWaitingSeconds),
];

/** Every built-in path below `ticket.`; custom forms come on top. */
export const ticketPaths: readonly TicketPath[] = [...vivantioPaths, ...deskproPaths];

const byPath = new Map(ticketPaths.map((entry) => [entry.path, entry]));
export const findTicketPath = (path: string): TicketPath | undefined => byPath.get(path);

/** First segments a custom form may not be called by, because a built-in path starts with them. */
export const reservedFormKeys: ReadonlySet<string> = new Set(
  ticketPaths.map((entry) => entry.path.split(".")[0] ?? ""),
);

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const toHtml = (plain: string) => plain.replace(/[&<>"']/g, (char) => entities[char] ?? char).replace(/\r?\n/g, "<br>");
