import { log } from "./log";
import { type Identity, runtime } from "./runtime";
import { hashToken } from "./tokens";

const touchEveryMs = 60_000;

/** `__Host-` where TLS makes it possible: no other host or path can set it then. */
export const cookieName = (publicUrl: string): string =>
  publicUrl.startsWith("https:") ? "__Host-hookdesk_session" : "hookdesk_session";

/** The live session behind a token, noting its use now and then. */
export async function identifyToken(token: string | undefined): Promise<Identity | undefined> {
  if (!token) return undefined;
  const { stores, clock } = runtime();
  const now = clock.now();
  const found = await stores.sessions.find(hashToken(token), now);
  if (!found) return undefined;
  if (now.getTime() - found.session.lastSeenAt.getTime() > touchEveryMs)
    await stores.sessions
      .touch(found.session.id, now)
      // Worth knowing, not worth refusing the page for: reading works on a full or locked disk too.
      .catch((error) => log.warn({ err: error }, "the use of a session could not be noted"));
  return { principal: found.principal, email: found.email, sessionId: found.session.id };
}
