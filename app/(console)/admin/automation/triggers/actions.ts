"use server";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/_server/action";
import { may, type Principal } from "@/lib/access/permissions";
import { triggerInput } from "@/lib/automation/trigger";
import { AppError } from "@/lib/core/errors";
import { everything } from "@/lib/core/page";
import { plainText } from "@/lib/core/text";
import { eventTypes } from "@/lib/desk/events";
import { action as ruleAction } from "@/lib/rules/actions/action";
import { testTrigger } from "@/lib/runtime/test-trigger";
import { createTrigger, updateTrigger } from "@/lib/runtime/triggers";
import { movedTo } from "./order";
import { isSource } from "./sources";

const list = "/admin/automation/triggers";
const subject = z.object({ id: z.string() });

const gone = () => new AppError("not_found", "This rule no longer exists. Someone has deleted it.");

/** Creates, or writes the next version. `expectedVersion` refuses to overwrite what someone else saved meanwhile. */
export const saveTrigger = action(
  {
    input: triggerInput.extend({ id: z.string().optional(), expectedVersion: z.number().int().positive().optional() }),
    permission: "rules.write",
  },
  async ({ id, expectedVersion, ...input }, { actor, stores }) => {
    const saved =
      id === undefined
        ? await createTrigger(stores, actor, input)
        : await updateTrigger(stores, actor, id, input, expectedVersion);
    revalidatePath(list, "layout");
    return saved;
  },
);

/** The rule as it is now, for the form that was overtaken. */
export const loadTrigger = action({ input: subject, permission: "rules.read" }, async ({ id }, { stores }) => {
  const trigger = await stores.triggers.get(id);
  if (!trigger) throw gone();
  return trigger;
});

export const setTriggerEnabled = action(
  { input: subject.extend({ isEnabled: z.boolean() }), permission: "rules.write" },
  async ({ id, isEnabled }, { actor, stores }) => {
    await stores.triggers.setEnabled(actor, id, isEnabled);
    revalidatePath(list, "layout");
  },
);

export const duplicateTrigger = action(
  { input: subject, permission: "rules.write" },
  async ({ id }, { actor, stores }) => {
    const copy = await stores.triggers.duplicate(actor, id);
    revalidatePath(list, "layout");
    return { id: copy.id, name: copy.name };
  },
);

export const removeTrigger = action(
  { input: subject, permission: "rules.write" },
  async ({ id }, { actor, stores }) => {
    // Not revalidated: the page it is called from may be the rule's own, and would be gone before it is left.
    await stores.triggers.remove(actor, id);
  },
);

/** Puts a rule at a one-based place among those of its ticket type. */
export const moveTrigger = action(
  { input: subject.extend({ place: z.number().int().positive() }), permission: "rules.write" },
  async ({ id, place }, { actor, stores }) => {
    const trigger = await stores.triggers.get(id);
    if (!trigger) throw gone();
    const { ticketTypeId } = trigger;
    const { items } = await stores.triggers.list({ ...everything, ticketTypeId });
    const ids = movedTo(items, id, Math.min(place, items.length)).map((rule) => rule.id);
    await stores.triggers.reorder(actor, ticketTypeId, ids);
    revalidatePath(list, "layout");
  },
);

function mustSeeTickets(actor: Principal) {
  if (!may(actor, "tickets.read")) throw new AppError("forbidden", "Your role can’t see tickets.");
}

/** Tickets of one type by what they contain, last changed first. */
export const findTickets = action(
  { input: z.object({ typeId: z.number().int(), q: z.string().max(200) }), permission: "rules.read" },
  async ({ typeId, q }, { actor, stores }) => {
    mustSeeTickets(actor);
    const { items } = await stores.tickets.list({ page: 1, pageSize: 10, typeId, q: q.trim() });
    return items.map(({ id, displayId, title }) => ({ id, displayId, title }));
  },
);

/** What the rule in the form would do to a ticket now; sends and stores nothing. A rule being written may have no action yet. */
export const tryTrigger = action(
  {
    input: z.object({
      id: z.string().optional(),
      ticketId: z.number().int(),
      input: triggerInput.extend({ name: plainText, actions: z.array(ruleAction).max(50) }),
      imagined: z
        .object({
          type: z.enum(Object.keys(eventTypes) as [keyof typeof eventTypes]),
          source: z.string().refine(isSource, "Choose an update source"),
        })
        .optional(),
    }),
    permission: "rules.read",
  },
  async ({ id, ticketId, input, imagined }, { actor, stores, runtime }) => {
    mustSeeTickets(actor);
    const asked = {
      input: { ...input, name: input.name.trim() || "New rule" },
      ticketId,
      triggerId: id,
      imagined: imagined && { ...imagined, by: actor },
    };
    const result = await testTrigger(stores, asked, runtime.clock.now());
    if (may(actor, "webhooks.read")) return result;
    return { ...result, firings: result.firings.map((firing) => ({ ...firing, request: null })) };
  },
);
