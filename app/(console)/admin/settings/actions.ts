"use server";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/_server/action";
import { listItemInput, statusInput, ticketTypeInput } from "@/lib/desk/desk-lists";

const id = z.number().int().positive();
const path = "/admin/settings";

export const saveTicketType = action(
  { input: ticketTypeInput.extend({ id: id.optional() }), permission: "desk.write" },
  async ({ id: typeId, ...input }, { actor, stores }) => {
    const saved = await stores.deskLists.saveType(actor, input, typeId);
    revalidatePath(path);
    return saved.id;
  },
);

export const saveStatus = action(
  { input: statusInput.extend({ id: id.optional() }), permission: "desk.write" },
  async ({ id: statusId, ...input }, { actor, stores }) => {
    const saved = await stores.deskLists.saveStatus(actor, input, statusId);
    revalidatePath(path);
    return saved.id;
  },
);

export const saveListItem = action(
  { input: listItemInput.extend({ id: id.optional() }), permission: "desk.write" },
  async ({ id: itemId, ...input }, { actor, stores }) => {
    const saved = await stores.deskLists.saveItem(actor, input, itemId);
    revalidatePath(path);
    return saved.id;
  },
);

export const removeListItem = action(
  { input: z.object({ id }), permission: "desk.write" },
  async (input, { actor, stores }) => {
    await stores.deskLists.removeItem(actor, input.id);
    revalidatePath(path);
  },
);
