"use server";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/_server/action";
import { customFormInput } from "@/lib/desk/custom-forms";

const id = z.number().int().positive();

export const saveCustomForm = action(
  { input: z.object({ id: id.optional(), form: customFormInput }), permission: "desk.write" },
  async ({ id: formId, form }, { actor, stores }) => {
    const saved = formId
      ? await stores.customForms.update(actor, formId, form)
      : await stores.customForms.create(actor, form);
    revalidatePath("/admin/custom-forms");
    return saved;
  },
);

export const removeCustomForm = action(
  { input: z.object({ id }), permission: "desk.write" },
  async ({ id: formId }, { actor, stores }) => {
    await stores.customForms.remove(actor, formId);
    revalidatePath("/admin/custom-forms");
  },
);
