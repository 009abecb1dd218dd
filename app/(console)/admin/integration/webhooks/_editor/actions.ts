"use server";
import { z } from "zod";
import { action } from "@/app/_server/action";
import { outgoing } from "@/app/_server/outgoing";
import { may } from "@/lib/access/permissions";
import { AppError } from "@/lib/core/errors";
import { isTransportError } from "@/lib/core/transport";
import { previewFiring } from "@/lib/delivery/fire";
import { webhookConfig } from "@/lib/delivery/webhook";
import { createTransport } from "@/lib/http/transport";
import { conditionGroup } from "@/lib/rules/condition";
import { fireWebhook } from "@/lib/runtime/fire";
import { countMatches } from "./count-matches";
import { inspectorUrl } from "./inspector-url";

const target = z.object({ ticketId: z.number().int(), given: z.record(z.string(), z.string()) });
const testBin = "Webhook tests";

/**
 * Sends what the form holds, saved or not, to a bin of the built-in inspector: method, path, headers and body as they would
 * go out, without the credentials. Returns where to look and what the bin answered.
 */
export const sendToInspector = action(
  { input: webhookConfig.and(target), permission: "webhooks.write" },
  async ({ ticketId, given, ...config }, { actor, stores, runtime }) => {
    if (!may(actor, "inspector.use") || !may(actor, "tickets.read"))
      throw new AppError("forbidden", "Your role needs the request inspector and tickets for this test.");
    const graph = await stores.tickets.graph(ticketId);
    if (!graph) throw new AppError("not_found", "This ticket no longer exists. Choose another.");
    const { request } = previewFiring(config, null, graph, given, runtime.clock.now());
    const bins = await stores.bins.list();
    const bin = bins.find(({ name }) => name === testBin) ?? (await stores.bins.create(actor, { name: testBin }));
    const { transport, close } = createTransport(outgoing(runtime.config));
    try {
      const { method, headers, body, url } = request;
      const reply = await transport({
        method,
        headers,
        body: body ?? undefined,
        url: inspectorUrl(runtime.config, bin.id, url),
      });
      return { binId: bin.id, status: reply.status };
    } catch (error) {
      if (!isTransportError(error)) throw error;
      throw new AppError("unexpected", `The inspector could not be reached. ${error.message}`);
    } finally {
      await close();
    }
  },
);

/** Fires the saved webhook on a ticket, for real: a delivery like any other. */
export const sendToEndpoint = action(
  { input: target.extend({ id: z.string() }), permission: "webhooks.read" },
  async ({ id, ticketId, given }, { actor, stores, runtime }) => {
    if (!may(actor, "webhooks.fire")) throw new AppError("forbidden", "Your role may not fire webhooks.");
    return fireWebhook(stores, actor, { webhookId: id, ticketId, parameters: given }, runtime.clock.now());
  },
);

/** How many tickets of a type the conditions select, saved or not; the newest matches are named. */
export const matchingTickets = action(
  { input: z.object({ typeId: z.number().int(), conditions: conditionGroup }), permission: "webhooks.read" },
  async (input, { actor, stores, runtime }) => {
    if (!may(actor, "tickets.read")) throw new AppError("forbidden", "Your role can’t see tickets.");
    return countMatches(stores.tickets, { ...input, now: runtime.clock.now() });
  },
);
