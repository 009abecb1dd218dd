import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";

const metadata = "http://169.254.169.254/latest/meta-data/";
const bomb = gzipSync(Buffer.alloc(8_000_000));

/** Ways to answer badly; none of them counts as accepted. */
const faults: Record<string, (response: ServerResponse) => void> = {
  error: (response) => void response.writeHead(500).end("out of order"),
  reset: (response) => void response.socket?.destroy(),
  resetInBody(response) {
    response.writeHead(200, { "content-length": 1_000 });
    response.write("{", () => response.socket?.destroy());
  },
  drip(response) {
    response.writeHead(200);
    const timer = setInterval(() => response.write(" "), 1_000);
    response.write(" ");
    response.once("close", () => clearInterval(timer));
  },
  endless(response) {
    const chunk = Buffer.alloc(16_384, " ");
    const more = () => {
      if (!response.destroyed && response.write(chunk)) setImmediate(more);
    };
    response.writeHead(200).on("drain", more);
    more();
  },
  bomb: (response) => void response.writeHead(200, { "content-encoding": "gzip" }).end(bomb),
  metadata: (response) => void response.writeHead(307, { location: metadata }).end(),
  headerFlood(response) {
    for (let index = 0; index < 400; index++) response.setHeader(`x-flood-${index}`, "x".repeat(200));
    response.writeHead(200).end("{}");
  },
  askNegative: (response) => void response.writeHead(429, { "retry-after": "-5" }).end(),
  askShort: (response) => void response.writeHead(503, { "retry-after": "1" }).end(),
};
const names = Object.keys(faults);

/** What a request gets: now and then a fault, rarely a wait of centuries, mostly its reply after up to 20 ms. */
export function answer(response: ServerResponse, random: () => number, reply: string, accept: () => void): void {
  const chance = random();
  if (chance < 0.008)
    response.writeHead(503, { "retry-after": chance < 0.004 ? "999999999999" : "Fri, 31 Dec 9999 23:59:59 GMT" }).end();
  else if (chance < 0.2) faults[names[Math.floor(random() * names.length)] ?? "error"]?.(response);
  else setTimeout(accept, (chance - 0.2) * 25, reply);
}
