"use server";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/_server/action";
import { may, type Principal } from "@/lib/access/permissions";
import { type ViewOwner, viewInput } from "@/lib/access/saved-views";
import { AppError } from "@/lib/core/errors";

const id = z.string().max(100);
const page = "deliveries";
const path = "/admin/integration/deliveries";

/** Who manages access may put views in everyone's menu. */
function ownerOf(actor: Principal): ViewOwner {
  if (actor.personId === null) throw new AppError("forbidden", "Views belong to people. Sign in as one.");
  return { actor, personId: actor.personId, mayShare: may(actor, "access.write") };
}

export const saveView = action(
  { input: viewInput.omit({ page: true }), permission: "deliveries.read" },
  async (input, { actor, stores }) => {
    const view = await stores.savedViews.create(ownerOf(actor), { ...input, page });
    revalidatePath(path);
    return { id: view.id };
  },
);

export const changeView = action(
  { input: viewInput.pick({ name: true, query: true }).partial().extend({ id }), permission: "deliveries.read" },
  async ({ id: viewId, ...changes }, { actor, stores }) => {
    await stores.savedViews.update(ownerOf(actor), viewId, changes);
    revalidatePath(path);
  },
);

export const removeView = action(
  { input: z.object({ id }), permission: "deliveries.read" },
  async (input, { actor, stores }) => {
    await stores.savedViews.remove(ownerOf(actor), input.id);
    revalidatePath(path);
  },
);
