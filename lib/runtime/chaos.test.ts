import { expect, test } from "vitest";
import { runChaos } from "@/bench/chaos";

// The short run; `npm run chaos` is the long one. A failure names the seed to run again with.
test("killed at random moments, workers and consoles lose nothing and leave nothing half-written", async () => {
  const seed = Math.floor(Math.random() * 1e9);
  const result = await runChaos({ rounds: 20, seed });
  expect({ seed, broken: result.broken }).toEqual({ seed, broken: [] });
  expect(result.succeeded).toBeGreaterThan(20);
  expect(result.interrupted).toBeGreaterThan(0);
}, 120_000);
