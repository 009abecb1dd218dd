import { expect, test } from "vitest";
import { countAttempts } from "./attempt-numbers";

test("attempts are counted by outcome and, cumulatively, by duration", () => {
  const { count, numbers } = countAttempts();
  count({ outcome: "succeeded", durationMs: 4 });
  count({ outcome: "succeeded", durationMs: 100 });
  count({ outcome: "failed", durationMs: 60_000 });
  expect(numbers()).toMatchObject({
    ...{ attempts_succeeded: 2, attempts_failed: 1, duration_count: 3, duration_sum: 60.104 },
    ...{ "duration_le_0.005": 1, "duration_le_0.05": 1, "duration_le_0.1": 2, duration_le_30: 2 },
  });
});
