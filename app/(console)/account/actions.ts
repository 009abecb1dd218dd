"use server";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/_server/action";
import { hashPassword, verifyPassword } from "@/app/_server/passwords";
import { identify, startSession } from "@/app/_server/session";
import { AppError } from "@/lib/core/errors";
import { passwordInput } from "./schema";

/** A new password signs the person out everywhere; this browser gets a fresh session. */
export const changePassword = action(
  { input: passwordInput, permission: "signed-in" },
  async (input, { actor, stores }) => {
    const identity = await identify();
    const found = identity && (await stores.accounts.findForSignIn(identity.email));
    if (!found || actor.personId === null)
      throw new AppError("unauthenticated", "Your session has ended. Sign in again.");
    if (!(await verifyPassword(found.passwordHash, input.current)))
      throw new AppError("invalid", "Check the highlighted fields.", {
        current: ["This is not your current password"],
      });
    const { personId, roleId, isEnabled } = found.account;
    await stores.accounts.save(actor, {
      personId,
      roleId,
      isEnabled,
      passwordHash: await hashPassword(input.password),
    });
    await startSession(personId);
  },
);

/** Ends one session of the person's own, or all but this one. */
export const endSessions = action(
  { input: z.object({ id: z.string().optional() }), permission: "signed-in" },
  async ({ id }, { actor, stores, runtime }) => {
    const identity = await identify();
    if (!identity || actor.personId === null)
      throw new AppError("unauthenticated", "Your session has ended. Sign in again.");
    if (id === undefined) await stores.sessions.revokeAll(actor, actor.personId, identity.sessionId);
    else {
      const mine = await stores.sessions.listFor(actor.personId, runtime.clock.now());
      if (!mine.some((session) => session.id === id))
        throw new AppError("not_found", "This session has already ended.");
      await stores.sessions.revoke(actor, id);
    }
    revalidatePath("/account");
  },
);
