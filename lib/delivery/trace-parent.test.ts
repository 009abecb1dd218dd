import { expect, test } from "vitest";
import { newId } from "@/lib/core/id";
import { spanIdOf, traceIdOf, traceParent } from "./trace-parent";

const delivery = "dlv_0199a3c4d5e67f8091a2b3c4d5e6f708";
const attempt = "att_0199a3c4d5e77abc8def0123456789ab";

test("the delivery is the trace, the random part of the attempt's id is the span", () => {
  expect(traceParent(delivery, attempt)).toBe("00-0199a3c4d5e67f8091a2b3c4d5e6f708-8def0123456789ab-01");
  expect([traceIdOf(delivery), spanIdOf(attempt)]).toEqual(["0199a3c4d5e67f8091a2b3c4d5e6f708", "8def0123456789ab"]);
});

test("every id made here gives a header of the standard, and attempts of one moment differ", () => {
  const headers = Array.from({ length: 1_000 }, () => traceParent(delivery, newId("att")));
  for (const header of headers) expect(header).toMatch(/^00-0199a3c4d5e67f8091a2b3c4d5e6f708-[0-9a-f]{16}-01$/);
  expect(new Set(headers).size).toBe(1_000);
  expect(traceIdOf(newId("dlv"))).toMatch(/^[0-9a-f]{32}$/);
});

test.each([
  ["dlv_7", attempt],
  [delivery, "att_1"],
  [delivery.toUpperCase(), attempt],
  [`dlv_${"0".repeat(32)}`, attempt],
  [delivery, `att_${"f".repeat(16)}${"0".repeat(16)}`],
  ["", ""],
])("ids that the standard refuses give none: %s, %s", (deliveryId, attemptId) => {
  expect(traceParent(deliveryId, attemptId)).toBeUndefined();
});
