"use server";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/_server/action";
import { AppError } from "@/lib/core/errors";

/** Notices up to then count as seen by who asks. */
export const markNoticesSeen = action(
  { input: z.object({ upTo: z.iso.datetime() }), permission: "deliveries.read" },
  async ({ upTo }, { actor, stores }) => {
    if (actor.personId === null) throw new AppError("forbidden", "Only people see notices.");
    await stores.notices.markSeen(actor.personId, new Date(upTo));
    revalidatePath("/admin/integration/notices");
  },
);
