import { expect, test } from "vitest";
import { logHref, type Range, ranges, readRange, spanOf } from "./overview-range";

const span = (range: Range, now: string) => {
  const { from, to, stepMinutes } = spanOf(range, new Date(`2026-11-${now}Z`));
  return [from.toISOString().slice(8, 16), to.toISOString().slice(8, 16), stepMinutes];
};

test("a range ends with the step under way and begins at a whole one", () => {
  expect(span("1h", "21T14:30:20")).toEqual(["21T13:31", "21T14:31", 1]);
  expect(span("24h", "21T14:40:20")).toEqual(["20T15:00", "21T15:00", 30]);
  expect(span("24h", "21T14:10:20")).toEqual(["20T15:00", "21T14:30", 30]);
  expect(span("7d", "21T14:40:20")).toEqual(["14T15:00", "21T15:00", 180]);
  expect(span("30d", "30T10:00:00")).toEqual(["01T00:00", "30T12:00", 720]);
});

test("an address that names no range means the usual one", () => {
  expect(readRange("7d")).toBe("7d");
  for (const text of [undefined, "", "2d", ["7d"], "toString"]) expect(readRange(text)).toBe("24h");
  for (const { step, align } of Object.values(ranges)) expect(align % step).toBe(0);
});

test("numbers lead to the log with the filters they count by", () => {
  expect(logHref({})).toBe("/admin/integration/deliveries");
  expect(logHref({ status: "failed", from: new Date(0) })).toBe(
    "/admin/integration/deliveries?status=failed&from=1970-01-01T00%3A00%3A00.000Z",
  );
});
