import type { APIRequestContext } from "@playwright/test";
import { expect } from "./fixtures";

type Ticket = { id: number; displayId: string; version: number };

async function created<T>(api: APIRequestContext, path: string, data: Record<string, unknown>): Promise<T> {
  const response = await api.post(path, { data });
  expect(response.status(), await response.text()).toBe(201);
  return (await response.json()) as T;
}

/** A ticket of the first type (Incident), so that tests side by side do not meet on one. */
export const newTicket = (api: APIRequestContext, title: string, more: Record<string, unknown> = {}) =>
  created<Ticket>(api, "tickets", { typeId: 1, title, ...more });

/** A webhook that administrators may fire on incidents; `input` says what else. */
export async function newWebhook(
  api: APIRequestContext,
  input: { name: string; url: string } & Record<string, unknown>,
): Promise<{ id: string; version: number }> {
  const roles = (await (await api.get("roles")).json()) as { items: { id: string; builtIn: string | null }[] };
  const roleIds = roles.items.filter(({ builtIn }) => builtIn === "administrator").map(({ id }) => id);
  return created(api, "webhooks", { ticketTypeId: 1, roleIds, body: '{"title": "{{ticket.title}}"}', ...input });
}

export const newBin = (api: APIRequestContext, name: string) =>
  created<{ id: string; url: string }>(api, "inspector/bins", { name });

/** Fires a webhook by API; returns the id of its delivery. */
export async function fire(api: APIRequestContext, webhookId: string, ticketId: number): Promise<string> {
  const fired = await api.post(`webhooks/${webhookId}/fire`, { data: { ticketId } });
  expect(fired.status(), await fired.text()).toBe(202);
  return ((await fired.json()) as { deliveryId: string }).deliveryId;
}
