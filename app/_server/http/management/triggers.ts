import { triggerSortKeys } from "@/lib/automation/store";
import { type Trigger, triggerInput } from "@/lib/automation/trigger";
import { AppError } from "@/lib/core/errors";
import type { Stores } from "@/lib/runtime/stores";
import { testTrigger } from "@/lib/runtime/test-trigger";
import { createTrigger, updateTrigger } from "@/lib/runtime/triggers";
import { type Endpoint, endpoint } from "./endpoint";
import { flagFilter, idFilter, listQuery } from "./list-query";
import { merged, retryConflicts } from "./merge";
import { checked } from "./parse";
import { ticketKey } from "./tickets";
import {
  showTrigger,
  triggerBody,
  triggerExample,
  triggerOrder,
  triggerPage,
  triggerPatch,
  triggerReply,
  triggerTest,
  triggerTestReply,
} from "./trigger-shape";

async function findTrigger({ triggers }: Stores, id = ""): Promise<Trigger> {
  const trigger = await triggers.get(id);
  if (!trigger) throw new AppError("not_found", `There is no trigger rule ${id}.`);
  return trigger;
}

const read = { permission: "rules.read" } as const;
const write = { permission: "rules.write" } as const;

export const triggerEndpoints: Endpoint[] = [
  endpoint({
    ...read,
    method: "get",
    path: "/triggers",
    operationId: "listTriggerRules",
    summary: "List trigger rules in the order they run",
    query: listQuery(triggerSortKeys, { ticketTypeId: idFilter, isEnabled: flagFilter }),
    reply: triggerPage,
    run: async ({ stores, query }) => {
      const { items, total } = await stores.triggers.list(query);
      return { items: items.map(showTrigger), total };
    },
  }),
  endpoint({
    ...write,
    method: "post",
    path: "/triggers",
    operationId: "createTriggerRule",
    summary: "Create a trigger rule, placed last in its ticket type",
    body: triggerBody,
    examples: { partner: triggerExample },
    reply: triggerReply,
    status: 201,
    run: async ({ stores, principal, body: { version: _, ...input } }) =>
      showTrigger(await createTrigger(stores, principal, input)),
  }),
  // Before `/triggers/{id}`, which would take "order" for an id.
  endpoint({
    ...write,
    method: "put",
    path: "/triggers/order",
    operationId: "orderTriggerRules",
    summary: "Put the rules of a ticket type into this order",
    body: triggerOrder,
    reply: null,
    run: ({ stores, principal, body: { ticketTypeId, ids } }) => stores.triggers.reorder(principal, ticketTypeId, ids),
  }),
  endpoint({
    ...read,
    method: "get",
    path: "/triggers/{id}",
    operationId: "getTriggerRule",
    summary: "Read a trigger rule",
    reply: triggerReply,
    run: async ({ stores, params }) => showTrigger(await findTrigger(stores, params.id)),
  }),
  endpoint({
    ...write,
    method: "put",
    path: "/triggers/{id}",
    operationId: "updateTriggerRule",
    summary: "Replace a trigger rule",
    description: "Tickets it ran on stay remembered: “Ticket first meets condition” doesn't run again on them.",
    body: triggerBody,
    reply: triggerReply,
    run: async ({ stores, principal, params, body: { version, ...input } }) =>
      showTrigger(await updateTrigger(stores, principal, params.id ?? "", input, version)),
  }),
  endpoint({
    ...write,
    method: "patch",
    path: "/triggers/{id}",
    operationId: "patchTriggerRule",
    summary: "Change only what is named of a trigger rule",
    body: triggerPatch,
    reply: triggerReply,
    run: ({ stores, principal, params, body: { version, ...patch } }) =>
      retryConflicts(version === undefined, async () => {
        const current = await findTrigger(stores, params.id);
        // A rule whose references broke can't be saved, but it can be switched off.
        const { isEnabled, ...others } = patch;
        const isSwitch = isEnabled !== undefined && Object.values(others).every((value) => value === undefined);
        if (isSwitch && version === undefined)
          return showTrigger(await stores.triggers.setEnabled(principal, current.id, isEnabled));
        const input = checked(triggerInput, merged(current, patch));
        return showTrigger(await updateTrigger(stores, principal, current.id, input, version ?? current.version));
      }),
  }),
  endpoint({
    ...write,
    method: "delete",
    path: "/triggers/{id}",
    operationId: "deleteTriggerRule",
    summary: "Delete a trigger rule",
    reply: null,
    run: ({ stores, principal, params }) => stores.triggers.remove(principal, params.id ?? ""),
  }),
  endpoint({
    ...write,
    method: "post",
    path: "/triggers/{id}/duplicate",
    operationId: "duplicateTriggerRule",
    summary: "Make a disabled copy, placed last",
    reply: triggerReply,
    status: 201,
    run: async ({ stores, principal, params }) =>
      showTrigger(await stores.triggers.duplicate(principal, params.id ?? "")),
  }),
  endpoint({
    ...write,
    method: "post",
    path: "/triggers/{id}/test",
    operationId: "testTriggerRule",
    summary: "What the rule would do to a ticket now, and why; changes and sends nothing",
    body: triggerTest,
    reply: triggerTestReply,
    run: async ({ stores, params, body, now }) => {
      const trigger = await findTrigger(stores, params.id);
      const asked = { input: trigger, ticketId: ticketKey(body.ticketId), triggerId: trigger.id };
      return testTrigger(stores, asked, now);
    },
  }),
];
