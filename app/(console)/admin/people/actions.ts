"use server";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/_server/action";
import { hashPassword } from "@/app/_server/passwords";
import { passwordRule } from "@/lib/access/role";
import { AppError } from "@/lib/core/errors";
import { personInput } from "@/lib/desk/person";
import { accountForm } from "./schema";

const personId = z.number().int().positive();

export const savePerson = action(
  { input: personInput.extend({ id: personId.optional() }), permission: "people.write" },
  async ({ id, ...input }, { actor, stores }) => {
    const person = id ? await stores.people.update(actor, id, input) : await stores.people.create(actor, input);
    revalidatePath("/admin/people");
    return person.id;
  },
);

export const removePerson = action(
  { input: z.object({ id: personId }), permission: "people.write" },
  async ({ id }, { actor, stores }) => {
    await stores.people.remove(actor, id);
    revalidatePath("/admin/people");
  },
);

/** Lets a person sign in, or changes how; a blank password keeps the stored one. */
export const saveAccount = action(
  { input: accountForm.extend({ personId }), permission: "access.write" },
  async (input, { actor, stores }) => {
    const known = await stores.accounts.get(input.personId);
    if (input.password || !known) {
      const checked = passwordRule.safeParse(input.password);
      if (!checked.success)
        throw new AppError("invalid", "Check the highlighted fields.", {
          password: checked.error.issues.map((issue) => issue.message),
        });
    }
    const passwordHash = input.password ? await hashPassword(input.password) : undefined;
    await stores.accounts.save(actor, {
      personId: input.personId,
      roleId: input.roleId,
      isEnabled: input.isEnabled,
      passwordHash,
    });
    revalidatePath(`/admin/people/${input.personId}`);
  },
);

export const removeAccount = action(
  { input: z.object({ personId }), permission: "access.write" },
  async ({ personId: id }, { actor, stores }) => {
    await stores.accounts.remove(actor, id);
    revalidatePath(`/admin/people/${id}`);
  },
);
