import { Hono } from "hono";
import { getCookie } from "hono/cookie";
import { streamSSE } from "hono/streaming";
import { may, type Permission } from "@/lib/access/permissions";
import { AppError } from "@/lib/core/errors";
import { mostCounted } from "@/lib/core/page";
import type { Stores } from "@/lib/runtime/stores";
import { cookieName, identifyToken } from "../identity";
import type { ServerRuntime } from "../open-runtime";
import { paced } from "./paced";

const settleMs = 60;
/** While deliveries go out at full rate, something changes all the time. */
const paceMs = 1_000;
const keepAliveMs = 20_000;

/** `isPaced`: the same for every id, and looked at once a second at most, for all who watch. */
type Topic = { permission: Permission; isPaced?: true; fingerprint(stores: Stores, id: string): Promise<string> };

/** What a page can watch: who may, and a fingerprint that moves when the page should look again. */
const topics: Record<string, Topic> = {
  bin: {
    permission: "inspector.use",
    async fingerprint({ bins }, id) {
      const bin = await bins.get(id);
      return bin ? `${bin.requestCount}/${bin.lastRequestAt?.getTime() ?? 0}` : "gone";
    },
  },
  delivery: {
    permission: "tickets.read",
    async fingerprint({ deliveries }, id) {
      const found = await deliveries.get(id);
      return found ? `${found.delivery.status}/${found.delivery.attempts}/${found.attempts.length}` : "gone";
    },
  },
  ticket: {
    permission: "tickets.read",
    async fingerprint({ tickets }, id) {
      const graph = await tickets.graph(Number(id));
      const newest = graph ? await tickets.history(graph.ticket.id, { page: 1, pageSize: 1 }) : undefined;
      return graph ? `${graph.ticket.version}/${newest?.items[0]?.id ?? 0}` : "gone";
    },
  },
  webMethod: {
    permission: "webMethods.read",
    async fingerprint({ webMethods }, id) {
      const [webMethod, { items, total }] = await Promise.all([
        webMethods.get(id),
        webMethods.calls({ page: 1, pageSize: 1, webMethodId: id }),
      ]);
      return webMethod ? `${webMethod.version}/${total}/${items[0]?.id ?? ""}` : "gone";
    },
  },
  function: {
    permission: "functions.read",
    async fingerprint({ functions, functionRuns }, id) {
      const [found, { items, total }] = await Promise.all([
        functions.get(id),
        functionRuns.list({ page: 1, pageSize: 1, functionId: id }),
      ]);
      return found ? `${found.version}/${found.isPublished}/${total}/${items[0]?.id ?? ""}` : "gone";
    },
  },
  notices: {
    permission: "deliveries.read",
    async fingerprint({ notices }) {
      const { items, total } = await notices.list({ page: 1, pageSize: 25 });
      return JSON.stringify([total, items.map(({ id, postStatus, postAttempts }) => [id, postStatus, postAttempts])]);
    },
  },
  mails: {
    permission: "deliveries.read",
    async fingerprint({ mails }) {
      const [counts, { items }] = await Promise.all([mails.counts(), mails.list({ page: 1, pageSize: 25 })]);
      return JSON.stringify([counts, items.map(({ id, status, attempts }) => [id, status, attempts])]);
    },
  },
  mail: {
    permission: "deliveries.read",
    async fingerprint({ mails }, id) {
      const mail = await mails.get(id);
      return mail ? `${mail.status}/${mail.attempts}/${mail.nextAttemptAt?.getTime() ?? 0}` : "gone";
    },
  },
  deliveries: {
    permission: "deliveries.read",
    isPaced: true,
    async fingerprint({ deliveries, jobs }) {
      const [counts, attempt, newest, current] = await Promise.all([
        deliveries.counts(mostCounted),
        deliveries.newestAttempt(),
        deliveries.list({ page: 1, pageSize: 25, countTo: 1 }),
        jobsFingerprint(jobs),
      ]);
      const rows = newest.items.map(({ id, status, attempts }) => [id, status, attempts]);
      return JSON.stringify([counts, attempt, rows, current]);
    },
  },
  jobs: { permission: "deliveries.read", fingerprint: async ({ jobs }) => JSON.stringify(await jobsFingerprint(jobs)) },
};

const jobsFingerprint = async (jobs: Stores["jobs"]) =>
  (await jobs.list({ page: 1, pageSize: 25 })).items.map(({ id, status, done, failed }) => [id, status, done, failed]);

/** `GET /live/{topic}/{id}`: server-sent events for pages, one `change` whenever the fingerprint moved. Signed-in people only. */
export function liveRoutes({ stores, config, stopping }: ServerRuntime): Hono {
  const app = new Hono();
  const shared = new Map<Topic, ReturnType<typeof paced<string>>>();

  function looksAt(topic: Topic, id: string) {
    const look = () => topic.fingerprint(stores, id);
    if (!topic.isPaced) return { latest: look, next: look };
    const known = shared.get(topic) ?? paced(paceMs, look);
    shared.set(topic, known);
    return known;
  }

  app.get("/live/:topic/:id", async (context) => {
    const topic = Object.hasOwn(topics, context.req.param("topic")) ? topics[context.req.param("topic")] : undefined;
    if (!topic) throw new AppError("not_found", "There is nothing to watch here.");
    const identify = () => identifyToken(getCookie(context, cookieName(config.publicUrl)));
    const identity = await identify();
    if (!identity) throw new AppError("unauthenticated", "Sign in first.");
    if (!may(identity.principal, topic.permission)) throw new AppError("forbidden", "Your role does not allow this.");
    const mayStill = async () => {
      const found = await identify();
      return found !== undefined && may(found.principal, topic.permission);
    };
    const { latest, next } = looksAt(topic, context.req.param("id"));
    return streamSSE(context, async (stream) => {
      const signal = new Signal();
      const stopWatching = stores.onChange(signal.raise);
      stopping.signal.addEventListener("abort", signal.raise);
      stream.onAbort(signal.raise);
      try {
        let seen = await latest();
        await stream.writeSSE({ event: "hello", data: seen });
        while (!stream.aborted && !stopping.signal.aborted) {
          const raised = await signal.wait(keepAliveMs);
          if (stream.aborted || stopping.signal.aborted) break;
          if (raised) await stream.sleep(settleMs);
          const now = raised ? await next() : seen;
          if (raised && now === seen) continue;
          // Who was signed out meanwhile, or lost the permission, learns nothing more.
          if (!(await mayStill())) break;
          await stream.writeSSE(raised ? { event: "change", data: now } : { event: "idle", data: "" });
          seen = now;
        }
      } finally {
        stopWatching();
        stopping.signal.removeEventListener("abort", signal.raise);
      }
    });
  });
  return app;
}

/** Remembers that something happened until somebody waits for it, so nothing between two waits is missed. */
class Signal {
  #raised = false;
  #resolve: ((raised: boolean) => void) | undefined;

  raise = () => {
    this.#raised = true;
    this.#resolve?.(true);
  };

  async wait(timeoutMs: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const raised =
      this.#raised ||
      (await new Promise<boolean>((resolve) => {
        this.#resolve = resolve;
        timer = setTimeout(() => resolve(false), timeoutMs);
      }));
    clearTimeout(timer);
    this.#resolve = undefined;
    this.#raised = false;
    return raised;
  }
}
