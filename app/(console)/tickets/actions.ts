"use server";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/_server/action";
import { AppError } from "@/lib/core/errors";
import { messageInput } from "@/lib/desk/message";
import { primaryEmail } from "@/lib/desk/person";
import { addMessage, createTicket, ticketUpdate } from "@/lib/runtime/tickets";
import { historyPaths, sameValue, saveEdit } from "./save";
import { newTicketForm } from "./schema";

const ticketId = z.number().int().positive();

export const openTicket = action(
  { input: newTicketForm, permission: "tickets.write" },
  async (input, { actor, stores, runtime }) => {
    const ticket = await createTicket(stores, actor, input, runtime.clock.now());
    revalidatePath("/tickets");
    return ticket.displayId;
  },
);

/** Changes what is named. `seen` holds the values the person looked at; left empty, the edit overwrites whatever is there. */
export const saveFields = action(
  {
    input: z.object({
      ticketId,
      fields: ticketUpdate.omit({ forms: true, version: true }),
      seen: z.record(z.string(), z.unknown()),
    }),
    permission: "tickets.write",
  },
  async ({ ticketId: id, fields, seen }, { actor, stores, runtime }) => {
    const saved = await saveEdit(
      stores,
      actor,
      {
        ticketId: id,
        update: fields,
        isOvertaken: ({ ticket }) =>
          Object.entries(seen).some(([key, value]) => !sameValue(value, ticket[key as keyof typeof ticket])),
        concerns: historyPaths(Object.keys(seen)),
      },
      runtime.clock.now(),
    );
    revalidatePath("/tickets", "layout");
    return saved;
  },
);

/** Changes one custom form. `rows` by field name; `seen` are the stored rows the person looked at, absent to overwrite. */
export const saveCustomForm = action(
  {
    input: z.object({
      ticketId,
      formId: z.number().int(),
      value: z.unknown(),
      seen: z.array(z.record(z.string(), z.unknown())).optional(),
    }),
    permission: "tickets.write",
  },
  async ({ ticketId: id, formId, value, seen }, { actor, stores, runtime }) => {
    const form = await stores.customForms.get(formId);
    if (!form) throw new AppError("not_found", "This custom form was removed meanwhile.");
    const named = form.isMultiLine ? [] : Object.keys(z.record(z.string(), z.unknown()).parse(value));
    const edited = form.fields.filter((field) => named.includes(field.name));
    const saved = await saveEdit(
      stores,
      actor,
      {
        ticketId: id,
        update: { forms: { [form.name]: value } },
        isOvertaken: ({ ticket }) => {
          if (!seen) return false;
          const rows = ticket.forms[form.id] ?? [];
          return form.isMultiLine
            ? !sameValue(seen, rows)
            : edited.some((field) => !sameValue(seen[0]?.[field.id], rows[0]?.[field.id]));
        },
        concerns: (path) => path === `ticket.${form.key}` || path.startsWith(`ticket.${form.key}.`),
      },
      runtime.clock.now(),
    );
    revalidatePath("/tickets", "layout");
    return saved;
  },
);

export const addReply = action(
  { input: messageInput.pick({ body: true, visibility: true }).extend({ ticketId }), permission: "tickets.write" },
  async ({ ticketId: id, ...message }, { actor, stores, runtime }) => {
    await addMessage(stores, actor, id, { ...message, from: "agent" }, runtime.clock.now());
    revalidatePath("/tickets", "layout");
  },
);

/** People to choose from while typing a name or an address. */
export const findPeople = action(
  { input: z.object({ q: z.string().max(200), agents: z.boolean() }), permission: "tickets.write" },
  async ({ q, agents }, { stores }) => {
    const { items } = await stores.people.list({
      page: 1,
      pageSize: 20,
      q: q.trim(),
      isAgent: agents ? true : undefined,
    });
    return items
      .filter((person) => !person.isDisabled)
      .map((person) => ({ id: person.id, name: person.name, hint: primaryEmail(person) }));
  },
);
