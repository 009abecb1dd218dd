import { expect, test } from "vitest";
import type { Comparison } from "@/lib/runtime/redeliver-current";
import { requestParts } from "./redelivery-diff";

const sent: Comparison["before"] = {
  method: "POST",
  url: "https://partner.example/a",
  webhookVersion: 1,
  ticketVersion: 1,
  headers: { b: "2", a: "1" },
  body: '{"title": "Old", "number": 7}',
};
const bodyOf = (before: string | null, after: string | null) => {
  const [, , body] = requestParts({ ...sent, body: before }, { ...sent, body: after });
  return [body?.before, body?.after];
};

test("the parts of a request stand side by side, headers in order of their names", () => {
  const parts = requestParts(sent, { ...sent, method: "PUT", headers: { a: "1", b: "3" } });
  expect(parts.slice(0, 2)).toEqual([
    {
      label: "Method and URL",
      before: "POST https://partner.example/a",
      after: "PUT https://partner.example/a",
    },
    { label: "Headers", before: "a: 1\nb: 2", after: "a: 1\nb: 3" },
  ]);
});

test("JSON on one line is set out; anything else, and what differs only in spaces, stays as it is", () => {
  expect(bodyOf('{"a": 1}', '{"a": 2}')).toEqual(['{\n  "a": 1\n}', '{\n  "a": 2\n}']);
  expect(bodyOf('{"a": 1}', '{"a":1}')).toEqual(['{"a": 1}', '{"a":1}']);
  expect(bodyOf("a=1", '{"a":1}')).toEqual(["a=1", '{"a":1}']);
  expect(bodyOf("{\n}", "{}")).toEqual(["{\n}", "{}"]);
  expect(bodyOf(null, "{}")).toEqual(["", "{}"]);
});
