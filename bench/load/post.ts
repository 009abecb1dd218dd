import { Agent, request } from "undici";

export type Posted = { perSecond: number; p95: number };

/** Sends `count` POSTs over `connections` kept connections; every answer must be a 2xx. */
export async function post(url: string, count: number, connections = 50): Promise<Posted> {
  const dispatcher = new Agent({ connections, pipelining: 1 });
  const body = JSON.stringify({ ticketid: "IN164", title: "Printer jams", description: "x".repeat(300) });
  const headers = { "content-type": "application/json" };
  const times: number[] = [];
  let left = count;
  const loop = async () => {
    while (left-- > 0) {
      const began = performance.now();
      const reply = await request(url, { method: "POST", headers, body, dispatcher });
      await reply.body.text();
      if (reply.statusCode >= 300) throw new Error(`${url} answered ${reply.statusCode}`);
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
