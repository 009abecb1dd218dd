import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { AppError } from "@/lib/core/errors";
import { decodeText } from "@/lib/http/charset";
import type { WebMethod } from "@/lib/inbound/web-method";
import { type IncomingCall, longestBody, receiveCall, type Wait } from "@/lib/runtime/receive-call";
import type { ServerRuntime } from "../open-runtime";
import { respondTo } from "../respond";
import { callerOf } from "../sign-in";

const wrongKeyWindow = 15 * 60;
const wrongKeysPerAddress = 50;

/**
 * `POST /api/webmethods/{name}` (spec §4.11), the key in `X-Access-Key` or `?accessKey=`. A wrong key, an unknown name and a
 * disabled web method are answered alike; who tries many keys is asked to wait, but a right key always passes.
 */
export function webMethodRoutes({ stores, clock }: Pick<ServerRuntime, "stores" | "clock">): Hono<Env> {
  const app = new Hono<Env>();
  const admit = rateGate();
  const failures = new RateLimiterMemory({ points: wrongKeysPerAddress, duration: wrongKeyWindow });

  app.post("/api/webmethods/:name", async (context) => {
    const call = callOf(context);
    let answer: Awaited<ReturnType<typeof receiveCall>>;
    try {
      answer = await receiveCall({ stores, clock, admit }, call);
    } catch (error) {
      const { status, body } = respondTo(error);
      return context.json(body, status, noStore);
    }
    if (answer) {
      const { status, body, contentType, retryAfterSeconds } = answer;
      const headers: Record<string, string> = { ...noStore, "content-type": `${contentType}; charset=utf-8` };
      if (retryAfterSeconds !== undefined) headers["retry-after"] = String(retryAfterSeconds);
      return new Response(body, { status, headers });
    }
    const wait = await spend(failures, callerOf(call.remoteAddress));
    if (!wait) return context.json(wrongKey, 401, { ...noStore, "www-authenticate": 'AccessKey realm="Hookdesk"' });
    return context.json(tooManyKeys, 429, { ...noStore, "retry-after": String(wait.retryAfterSeconds) });
  });
  app.all("/api/webmethods/:name", (context) =>
    context.json({ error: { code: "invalid", message: "Call web methods with POST." } }, 405, {
      ...noStore,
      allow: "POST",
    }),
  );
  return app;
}

const noStore = { "cache-control": "no-store" };
const wrongKey = {
  error: {
    code: "unauthenticated",
    message: "There is no web method for this address and access key. Send the key as X-Access-Key.",
  },
};
const tooManyKeys = {
  error: { code: "limit", message: "Too many calls with a wrong access key. Wait and try again." },
};

type Env = { Bindings: Partial<HttpBindings> };

function callOf({ req, env }: Context<Env>): IncomingCall {
  const headers = req.header();
  const url = new URL(req.url);
  return {
    name: req.param("name") ?? "",
    accessKey: headers["x-access-key"] ?? url.searchParams.get("accessKey") ?? "",
    idempotencyKey: headers["idempotency-key"] ?? headers["webhook-id"] ?? "",
    remoteAddress: env?.incoming?.socket.remoteAddress ?? "",
    headers,
    query: url.search.slice(1),
    async readBody() {
      const { bytes, isTooLong } = await firstBytes(req.raw.body).catch((cause: unknown) => {
        throw new AppError("invalid", "The call broke off before its body was complete.", undefined, { cause });
      });
      return { text: decodeText(bytes, headers["content-type"]), isTooLong };
    },
  };
}

/** As much of a body as a web method takes; the rest is not read. */
async function firstBytes(body: ReadableStream<Uint8Array> | null) {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    chunks.push(part.value);
    length += part.value.byteLength;
    if (length > longestBody) {
      await reader?.cancel();
      break;
    }
  }
  return { bytes: Buffer.concat(chunks).subarray(0, longestBody), isTooLong: length > longestBody };
}

/** Counts calls per web method and minute; a changed rate begins a new count. */
function rateGate(): (webMethod: WebMethod) => Promise<Wait | undefined> {
  const byRate = new Map<number, RateLimiterMemory>();
  return ({ id, ratePerMinute }) => {
    const limiter = byRate.get(ratePerMinute) ?? new RateLimiterMemory({ points: ratePerMinute, duration: 60 });
    byRate.set(ratePerMinute, limiter);
    return spend(limiter, id);
  };
}

async function spend(limiter: RateLimiterAbstract, key: string): Promise<Wait | undefined> {
  try {
    await limiter.consume(key);
    return undefined;
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    return {
      retryAfterSeconds: Math.max(1, Math.ceil(refused.msBeforeNext / 1000)),
      isFirst: refused.consumedPoints === limiter.points + 1,
    };
  }
}
