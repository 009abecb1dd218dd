import { callAdd, startFunctions, sum } from "./load/functions";
import { post } from "./load/post";
import { runServer } from "./program";
import type { Result } from "./result";

const target = 0.25;
const rounds = 5;
const perRound = 20_000;

/**
 * Calls of a small function at `/AppIntegrations`, each run in a script thread and kept in the history before its reply, over
 * what an empty node:http server takes; the median of rounds in turn.
 */
export async function run(): Promise<Result> {
  const bare = await runServer("load/bare-server.mjs");
  const server = await startFunctions();
  try {
    await callAdd(server, perRound);
    const measured = [];
    for (let round = 0; round < rounds; round++)
      measured.push({
        reference: (await post(`http://127.0.0.1:${bare.port}/`, perRound, undefined, { body: sum.body })).perSecond,
        value: (await callAdd(server, perRound)).perSecond,
      });
    measured.sort((a, b) => a.value / a.reference - b.value / b.reference);
    const { value, reference } = measured[Math.floor(rounds / 2)] ?? { value: 0, reference: 1 };
    const ratio = value / reference;
    return { name: "callback-vs-node-http", value, unit: "calls/s", reference, ratio, target, pass: ratio >= target };
  } finally {
    bare.stop();
    await server.stop();
  }
}
