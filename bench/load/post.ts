import { Agent, request } from "undici";

export type Posted = { perSecond: number; p95: number };

const ticket = JSON.stringify({ ticketid: "IN164", title: "Printer jams", description: "x".repeat(300) });

/** Sends `count` POSTs over `connections` kept connections; every answer must be a 2xx, and `expected` where given. */
export async function post(
  url: string,
  count: number,
  connections = 50,
  { body = ticket, expected }: { body?: string; expected?: string } = {},
): Promise<Posted> {
  const dispatcher = new Agent({ connections, pipelining: 1 });
  const headers = { "content-type": "application/json" };
  const times: number[] = [];
  let left = count;
  const loop = async () => {
    while (left-- > 0) {
      const began = performance.now();
      const reply = await request(url, { method: "POST", headers, body, dispatcher });
      const text = await reply.body.text();
      if (reply.statusCode >= 300) throw new Error(`${url} answered ${reply.statusCode}`);
      if (expected !== undefined && text !== expected) throw new Error(`${url} answered ${text}`);
      times.push(performance.now() - began);
    }
  };
  const since = performance.now();
  await Promise.all(Array.from({ length: connections }, loop));
  const perSecond = count / ((performance.now() - since) / 1_000);
  await dispatcher.close();
  times.sort((a, b) => a - b);
  return { perSecond, p95: times[Math.floor(times.length * 0.95)] ?? 0 };
}
