import { expect, test } from "vitest";
import { onEveryDialect } from "./dialects";

onEveryDialect("workers", (stores) => {
  const at = (seconds: number) => new Date(Date.UTC(2026, 10, 21, 10, 0, seconds));
  const beat = (id: string, seconds: number) => ({
    ...{ id, machine: "desk-1", pid: 42, startedAt: at(0), beatAt: at(seconds), gauges: { sending: seconds } },
  });

  test("each tells of itself; who fell silent is forgotten, who leaves is gone", async () => {
    const { workers } = stores();
    await Promise.all([workers.beat(beat("wrk_a", 1), at(0)), workers.beat(beat("wrk_b", 1), at(0))]);
    await workers.beat(beat("wrk_a", 3), at(0));
    expect(await workers.list()).toEqual([beat("wrk_a", 3), beat("wrk_b", 1)]);
    await workers.beat(beat("wrk_a", 70), at(10));
    expect(await workers.list()).toEqual([beat("wrk_a", 70)]);
    await workers.leave([]);
    await workers.leave(["wrk_a", "wrk_unknown"]);
    expect(await workers.list()).toEqual([]);
  });
});
