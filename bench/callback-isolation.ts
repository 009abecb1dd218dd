import { Agent, request } from "undici";
import { callAdd, type FunctionServer, startFunctions } from "./load/functions";
import { runServer } from "./program";
import type { Result } from "./result";

const target = 2;
const slowCalls = 100;
const slowMs = 2_000;
/** Callers of the fast function, each of which waits for its reply before it calls again. */
const callers = 4;
const perRound = 2_000;
const warmUp = 10_000;
const rounds = 3;

/**
 * p95 of a fast function while a slow one of two seconds is called 100 times in parallel, over its p95 alone: the worse of one
 * that waits for a partner and one that computes.
 */
export async function run(): Promise<Result> {
  const receiver = await runServer("load/slow-receiver.mjs");
  try {
    const waiting = await beside(receiver.port, async ({ urls }) => urls.waits);
    const computing = await beside(receiver.port, twoSecondsOfComputing);
    const worse = waiting.value / waiting.reference > computing.value / computing.reference ? waiting : computing;
    console.error(`  p95 beside one that waits ${told(waiting)}, one that computes ${told(computing)}`);
    const ratio = worse.value / worse.reference;
    return { name: "callback-isolation", ...worse, unit: "ms", ratio, target, pass: ratio <= target };
  } finally {
    receiver.stop();
  }
}

type Beside = { value: number; reference: number };
const told = ({ value, reference }: Beside) => `${value.toFixed(2)} ms (alone ${reference.toFixed(2)} ms)`;

/** The median of rounds, each alone and then beside the slow one; in servers of their own, as what was begun goes on. */
async function beside(slowPort: number, slowUrl: (server: FunctionServer) => Promise<string>): Promise<Beside> {
  const measured: Beside[] = [];
  for (let round = 0; round < rounds; round++) {
    const server = await startFunctions(slowPort);
    try {
      const p95 = async () => (await callAdd(server, perRound, callers)).p95;
      await callAdd(server, warmUp);
      const url = await slowUrl(server);
      const reference = await p95();
      const slow = keepCalling(url);
      await new Promise((resolve) => setTimeout(resolve, 500));
      measured.push({ value: await p95(), reference });
      await slow.stop();
    } finally {
      await server.stop();
    }
  }
  measured.sort((a, b) => a.value / a.reference - b.value / b.reference);
  return measured[Math.floor(rounds / 2)] ?? { value: 1, reference: 0 };
}

/** A hundred calls at any moment; each that is answered must succeed. */
function keepCalling(url: string) {
  const dispatcher = new Agent({ connections: slowCalls, headersTimeout: 0 });
  let isOver = false;
  let wrong: unknown;
  const loop = async () => {
    while (!isOver) {
      const reply = await request(url, { method: "POST", dispatcher });
      const text = await reply.body.text();
      if (!text.includes('"success"')) throw new Error(`the slow function answered ${text}`);
    }
  };
  const failed = (error: unknown) => {
    if (!isOver) wrong ??= error;
  };
  for (let call = 0; call < slowCalls; call++) loop().catch(failed);
  return {
    async stop() {
      isOver = true;
      await dispatcher.destroy();
      if (wrong) throw wrong;
    },
  };
}

/** The address of `computes` with as many rounds as take two seconds here. */
async function twoSecondsOfComputing({ urls }: FunctionServer): Promise<string> {
  const urlOf = (rounds: number) => `${urls.computes}&arguments=${encodeURIComponent(JSON.stringify({ rounds }))}`;
  const probe = 40;
  const since = performance.now();
  const reply = await request(urlOf(probe));
  const text = await reply.body.text();
  if (!text.includes('"success"')) throw new Error(`the computing function answered ${text}`);
  return urlOf(Math.round((probe * slowMs) / (performance.now() - since)));
}
