"use server";
import { redirect } from "next/navigation";
import { runtime } from "@/app/_server/runtime";
import { endSession, identify } from "@/app/_server/session";
import type { PaletteResult } from "@/components/shell/command-palette";
import { may } from "@/lib/access/permissions";

export async function signOut(): Promise<void> {
  await endSession();
  redirect("/login");
}

/** What the command palette finds: tickets, webhooks and functions the person may see. Nothing for a stranger. */
export async function searchConsole(q: string): Promise<PaletteResult[]> {
  const identity = await identify();
  const text = q.trim().slice(0, 200);
  if (!identity || text === "") return [];
  const { stores } = runtime();
  const query = { page: 1, pageSize: 6, q: text };
  const [tickets, webhooks, functions] = await Promise.all([
    may(identity.principal, "tickets.read") ? stores.tickets.list(query) : undefined,
    may(identity.principal, "webhooks.read") ? stores.webhooks.list(query) : undefined,
    may(identity.principal, "functions.read") ? stores.functions.list(query) : undefined,
  ]);
  return [
    ...(tickets?.items ?? []).map((ticket) => ({
      group: "Tickets",
      label: `${ticket.displayId} ${ticket.title}`,
      href: `/tickets/${ticket.displayId}`,
    })),
    ...(webhooks?.items ?? []).map((webhook) => ({
      group: "Webhooks",
      label: webhook.name,
      href: `/admin/integration/webhooks/${webhook.id}`,
    })),
    ...(functions?.items ?? []).map((callable) => ({
      group: "Callback Custom Functions",
      label: callable.name,
      href: `/admin/integration/functions/${callable.id}`,
    })),
  ];
}
