import { describe, expect, test } from "vitest";
import { exampleForms } from "@/lib/desk/testing/graphs";
import { exampleWebMethod } from "@/lib/inbound/testing/calls";
import { webMethodInput } from "@/lib/inbound/web-method";
import { answerSource } from "./answer-source";
import { mistakesIn, newValues, valuesOf } from "./form-values";
import { curlOf } from "./sample";

describe("the form", () => {
  test("holds the settings and nothing else", () => {
    expect(Object.keys(valuesOf(exampleWebMethod())).sort()).toEqual(Object.keys(webMethodInput.shape).sort());
    expect(newValues(2)).toMatchObject({ name: "", ticketTypeId: 2, isEnabled: true, ratePerMinute: 60 });
  });

  test("names mistakes of the schema and of what paths and targets mean", () => {
    const values = { ...newValues(1), ratePerMinute: undefined, mappings: [{ path: "a[", target: "" }] };
    expect(Object.keys(mistakesIn(values, exampleForms)).sort()).toEqual([
      "mappings.0.path",
      "mappings.0.target",
      "name",
      "ratePerMinute",
    ]);
    expect(mistakesIn({ ...newValues(1), name: "Fine" }, exampleForms)).toEqual({});
  });
});

test("templates of the answer may name the ticket, the outcome and what the call brings", () => {
  const source = answerSource(exampleForms, { type: "application/json", value: { a: { b: [1] }, "odd key": 2 } });
  const offered = source.known.map(({ path }) => path);
  expect(offered).toEqual(expect.arrayContaining(["outcome", "request", "request.a.b[0]", "ticket.displayid"]));
  expect(offered.join()).not.toContain("odd key");
  for (const path of [["outcome"], ["request", "whatever"], ["ticket", "title"], ["now"]])
    expect(source.knows(path), path.join(".")).toBe(true);
  for (const path of [["outcome", "x"], ["ticket", "nonsense"], ["response"]])
    expect(source.knows(path), path.join(".")).toBe(false);
});

test("the command is safe to paste", () => {
  expect(curlOf("https://desk.example/api/webmethods/A", "k", "application/json", `{"a": "it's $HOME"}`)).toBe(
    `curl -X POST 'https://desk.example/api/webmethods/A' \\\n  -H 'X-Access-Key: k' \\\n  -H 'Content-Type: application/json' \\\n  --data-raw '{"a": "it'\\''s $HOME"}'`,
  );
});
