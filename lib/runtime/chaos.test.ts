import { expect, test } from "vitest";
import { runChaos } from "@/bench/chaos";

// The short run; `npm run chaos` is the long one. A failure names the seed to run again with.
test("50 rounds of faults: nothing is lost, out of order, sent after all or half-written", async () => {
  const seed = Math.floor(Math.random() * 1e9);
  const result = await runChaos({ rounds: 50, seed });
  expect({ seed, broken: result.broken }).toEqual({ seed, broken: [] });
  expect(result.statuses.succeeded).toBeGreaterThan(20);
  expect(result.interrupted).toBeGreaterThan(0);
}, 240_000);
