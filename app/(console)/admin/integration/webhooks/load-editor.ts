import { may, type Principal } from "@/lib/access/permissions";
import { everything } from "@/lib/core/page";
import type { Stores } from "@/lib/runtime/stores";
import type { ShownAuth } from "@/lib/wire/auth/input";
import { authKindOf } from "@/lib/wire/auth/kinds";
import type { EditorDesk } from "./_editor/editor-context";
import type { EditorRights } from "./_editor/webhook-editor";

/** The newest ticket of a type with all it holds, for people who may see tickets. */
export async function newestTicket(stores: Stores, principal: Principal, typeId: number) {
  if (!may(principal, "tickets.read")) return undefined;
  const { items } = await stores.tickets.list({
    page: 1,
    pageSize: 1,
    typeId,
    sort: { key: "createdAt", direction: "desc" },
  });
  const [newest] = items;
  return newest && stores.tickets.graph(newest.id);
}

const labelOf = ({ type }: ShownAuth) => (type === "shared" ? "" : authKindOf(type).label);

/** The lists, agents and shared connections that actions and conditions choose from. */
export async function editorDesk({ deskLists, people, connections }: Stores): Promise<EditorDesk> {
  const [lists, agents, shared] = await Promise.all([
    deskLists.load(),
    people.list({ ...everything, isAgent: true }),
    connections.list(everything),
  ]);
  return {
    lists,
    agents: agents.items.map(({ id, name }) => ({ id, name })),
    connections: shared.items.map(({ id, name, auth }) => ({ id, name, type: auth.type, label: labelOf(auth) })),
  };
}

export const editorRights = (principal: Principal): EditorRights => ({
  canWrite: may(principal, "webhooks.write"),
  canSeeTickets: may(principal, "tickets.read"),
  canInspect: may(principal, "webhooks.write") && may(principal, "inspector.use"),
  canFire: may(principal, "webhooks.fire"),
  canSeeDeliveries: may(principal, "deliveries.read"),
});
