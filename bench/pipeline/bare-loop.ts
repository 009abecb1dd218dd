import { Agent, request } from "undici";

const payload = { ticketid: "IN164", title: "Printer jams", description: "x".repeat(800) };
export const body = JSON.stringify(payload);
export const headers = {
  "content-type": "application/json",
  accept: "application/json",
  "user-agent": "Hookdesk/bench",
};

/** Calls per second of undici in a loop that keeps nothing. */
export async function bareLoop(url: string, count: number, concurrency: number): Promise<number> {
  const dispatcher = new Agent({ connections: concurrency, pipelining: 1 });
  let left = count;
  const loop = async () => {
    while (left-- > 0) {
      const reply = await request(url, { method: "POST", headers, body, dispatcher });
      await reply.body.text();
    }
  };
  const since = performance.now();
  await Promise.all(Array.from({ length: concurrency }, loop));
  const seconds = (performance.now() - since) / 1000;
  await dispatcher.close();
  return count / seconds;
}
