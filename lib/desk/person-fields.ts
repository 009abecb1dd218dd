import type { TicketPath } from "./fields";
import type { Person } from "./person";
import type { TicketGraph } from "./ticket";

const readers: [path: string, label: string, kind: TicketPath["kind"], read: (person: Person) => unknown][] = [
  ["id", "id", "number", (p) => p.id],
  ["name", "name", "text", (p) => p.name],
  ["display_name", "display name", "text", (p) => p.name],
  ["first_name", "first name", "text", (p) => p.firstName],
  ["last_name", "last name", "text", (p) => p.lastName],
  ["title_prefix", "title", "text", (p) => p.titlePrefix],
  ["email", "e-mail", "text", (p) => p.emails[0]?.email],
  ["primary_email.id", "primary e-mail id", "number", (p) => p.emails[0]?.id],
  ["primary_email.email", "primary e-mail", "text", (p) => p.emails[0]?.email],
  ["emails", "e-mail addresses", "list", (p) => p.emails.map(({ id, email }) => ({ id, email }))],
  ["phone", "phone", "text", (p) => p.phone],
  ["timezone", "time zone", "text", (p) => p.timezone],
  ["is_agent", "is an agent", "boolean", (p) => p.isAgent],
  ["is_disabled", "is disabled", "boolean", (p) => p.isDisabled],
  ["organization_position", "position", "text", (p) => p.organizationPosition],
  ["organization_manager", "manages the organization", "boolean", (p) => p.isOrganizationManager],
  ["summary", "summary", "text", (p) => p.summary],
  ["date_created", "created", "datetime", (p) => p.createdAt],
  ["date_last_login", "last signed in", "datetime", (p) => p.lastLoginAt],
];

/** Deskpro's person serializer as paths (spec §2.6 shape rule 1), the same for agent and requester. */
export const personPaths = (
  prefix: string,
  label: string,
  find: (graph: TicketGraph) => Person | undefined,
): TicketPath[] => [
  ...readers.map(
    ([path, what, kind, read]): TicketPath => ({
      path: `${prefix}.${path}`,
      label: `${label} ${what}`,
      kind,
      read: (graph) => {
        const person = find(graph);
        return person && read(person);
      },
    }),
  ),
  {
    path: `${prefix}.organization`,
    label: `${label} organization`,
    kind: "text",
    read: (graph) => graph.items.get(find(graph)?.organizationId ?? 0)?.name,
  },
  {
    path: `${prefix}.usergroups`,
    label: `${label} user groups`,
    kind: "list",
    read: (graph) => find(graph)?.usergroupIds.map((id) => ({ id, title: graph.items.get(id)?.name ?? "" })),
  },
];
