import { Hono } from "hono";
import { getCookie } from "hono/cookie";
import { may } from "@/lib/access/permissions";
import { AppError } from "@/lib/core/errors";
import { glanceSize, type NoticeGlance } from "@/lib/notices/glance";
import { cookieName, identifyToken } from "../identity";
import type { ServerRuntime } from "../open-runtime";

/** `GET /live/notices`: what the bell of the person who asks shows. Not a stream: browsers keep few of those, and every page has a bell. */
export function noticeRoutes({ stores, config }: ServerRuntime): Hono {
  const app = new Hono();
  app.get("/live/notices", async (context) => {
    const identity = await identifyToken(getCookie(context, cookieName(config.publicUrl)));
    if (!identity) throw new AppError("unauthenticated", "Sign in first.");
    const { principal } = identity;
    if (!may(principal, "deliveries.read")) throw new AppError("forbidden", "Your role does not allow this.");
    const [unseen, { items }] = await Promise.all([
      stores.notices.unseenCount(principal.personId ?? 0),
      stores.notices.list({ page: 1, pageSize: glanceSize }),
    ]);
    const shown = items.map(({ id, kind, subject, href, at }) => ({ id, kind, subject, href, at: at.toISOString() }));
    const glance: NoticeGlance = { unseen, items: shown };
    return context.json(glance, 200, { "cache-control": "no-store" });
  });
  return app;
}
