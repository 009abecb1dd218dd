"use server";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { publicAction } from "@/app/_server/action";
import { fillDemo } from "@/app/_server/demo";
import { localPath } from "@/app/_server/local-path";
import { hashPassword } from "@/app/_server/passwords";
import { startSession } from "@/app/_server/session";
import { checkSignIn } from "@/app/_server/sign-in";
import { AppError } from "@/lib/core/errors";
import { firstRunInput, signInInput } from "./schema";

/** Back to where the person was going, never to another site. */
const nextPath = z.string().optional().transform(localPath);

export const signIn = publicAction({ input: signInInput.extend({ next: nextPath }) }, async (input, { runtime }) => {
  const address = (await headers()).get("x-hookdesk-address") ?? "";
  await startSession(await checkSignIn(runtime, { ...input, address }));
  redirect(input.next);
});

/** Creates the first administrator; refused as soon as there is one. */
export const createAdministrator = publicAction({ input: firstRunInput }, async (input, { stores, runtime }) => {
  if (!(await stores.accounts.isEmpty()))
    throw new AppError("conflict", "There is an administrator already. Sign in instead.");
  const account = await stores.accounts.createFirst({
    firstName: input.firstName,
    lastName: input.lastName,
    email: input.email,
    passwordHash: await hashPassword(input.password),
  });
  if (input.withDemo) await fillDemo(runtime);
  await startSession(account.personId);
  redirect("/");
});
