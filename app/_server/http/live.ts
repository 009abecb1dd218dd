import { Hono } from "hono";
import { getCookie } from "hono/cookie";
import { streamSSE } from "hono/streaming";
import { may, type Permission } from "@/lib/access/permissions";
import { AppError } from "@/lib/core/errors";
import type { Stores } from "@/lib/runtime/stores";
import { cookieName, identifyToken } from "../identity";
import type { ServerRuntime } from "../open-runtime";

const settleMs = 60;
const keepAliveMs = 20_000;

/** What a page can watch: who may, and a fingerprint that moves when the page should look again. */
const topics: Record<string, { permission: Permission; fingerprint(stores: Stores, id: string): Promise<string> }> = {
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
  deliveries: {
    permission: "deliveries.read",
    fingerprint: async ({ deliveries }) => JSON.stringify(await deliveries.counts()),
  },
};

/** `GET /live/{topic}/{id}`: server-sent events for pages, one `change` whenever the fingerprint moved. Signed-in people only. */
export function liveRoutes({ stores, config, stopping }: ServerRuntime): Hono {
  const app = new Hono();
  app.get("/live/:topic/:id", async (context) => {
    const topic = Object.hasOwn(topics, context.req.param("topic")) ? topics[context.req.param("topic")] : undefined;
    if (!topic) throw new AppError("not_found", "There is nothing to watch here.");
    const identity = await identifyToken(getCookie(context, cookieName(config.publicUrl)));
    if (!identity) throw new AppError("unauthenticated", "Sign in first.");
    if (!may(identity.principal, topic.permission)) throw new AppError("forbidden", "Your role does not allow this.");
    const id = context.req.param("id");
    return streamSSE(context, async (stream) => {
      const signal = new Signal();
      const stopWatching = stores.onChange(signal.raise);
      stopping.signal.addEventListener("abort", signal.raise);
      stream.onAbort(signal.raise);
      let seen = await topic.fingerprint(stores, id);
      await stream.writeSSE({ event: "hello", data: seen });
      while (!stream.aborted && !stopping.signal.aborted) {
        const raised = await signal.wait(keepAliveMs);
        if (stream.aborted || stopping.signal.aborted) break;
        if (!raised) {
          await stream.writeSSE({ event: "idle", data: "" });
          continue;
        }
        await stream.sleep(settleMs);
        const now = await topic.fingerprint(stores, id);
        if (now === seen) continue;
        seen = now;
        await stream.writeSSE({ event: "change", data: now });
      }
      stopWatching();
      stopping.signal.removeEventListener("abort", signal.raise);
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
