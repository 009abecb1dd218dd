import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { connection } from "next/server";
import { may, type Permission, type Principal } from "@/lib/access/permissions";
import { AppError } from "@/lib/core/errors";
import { cookieName, identifyToken } from "./identity";
import { type Identity, runtime } from "./runtime";
import { hashToken, newToken } from "./tokens";

export const sessionDays = 14;
const day = 24 * 60 * 60 * 1000;

/** Who asks, by the cookie of the request at hand. */
export async function identify(): Promise<Identity | undefined> {
  const { identify: given } = runtime();
  if (given) return given();
  return identifyToken((await cookies()).get(cookieName(runtime().config.publicUrl))?.value);
}

/** For actions: throws instead of redirecting. */
export async function requireActor(permission: Permission | "signed-in"): Promise<Principal> {
  const identity = await identify();
  if (!identity) throw new AppError("unauthenticated", "Your session has ended. Sign in again.");
  if (permission !== "signed-in" && !may(identity.principal, permission))
    throw new AppError("forbidden", "Your role does not allow this. Ask an administrator.");
  return identity.principal;
}

/** For pages: sends strangers to the sign-in page and back; a missing permission shows the page for that. */
export async function requirePage(permission: Permission | "signed-in"): Promise<Identity> {
  await connection();
  const identity = await identify();
  if (!identity) {
    const path = (await headers()).get("x-hookdesk-path") ?? "/";
    redirect(path === "/" ? "/login" : `/login?next=${encodeURIComponent(path)}`);
  }
  if (permission !== "signed-in" && !may(identity.principal, permission)) redirect("/forbidden");
  return identity;
}

/** Signs in: a fresh token in an http-only cookie, its hash in the store. */
export async function startSession(personId: number): Promise<void> {
  const { stores, clock, config } = runtime();
  const now = clock.now();
  const token = newToken("hds");
  const request = await headers();
  const expiresAt = new Date(now.getTime() + sessionDays * day);
  await stores.sessions.create({
    personId,
    tokenHash: hashToken(token),
    createdAt: now,
    lastSeenAt: now,
    expiresAt,
    userAgent: (request.get("user-agent") ?? "").slice(0, 300),
    address: request.get("x-hookdesk-address") ?? "",
  });
  await stores.accounts.touchSignIn(personId, now);
  (await cookies()).set(cookieName(config.publicUrl), token, {
    httpOnly: true,
    sameSite: "lax",
    secure: config.publicUrl.startsWith("https:"),
    path: "/",
    expires: expiresAt,
  });
}

export async function endSession(): Promise<void> {
  const { stores, config } = runtime();
  const identity = await identify();
  if (identity) await stores.sessions.revoke(identity.principal, identity.sessionId);
  (await cookies()).delete(cookieName(config.publicUrl));
}
