import { expect, test } from "vitest";
import { templateSource } from "@/components/editor/template-source";
import { decodeReply } from "@/lib/wire/codec";
import { replySource } from "./reply-source";

const ticket = templateSource([], []);

test("the reply's parts and the ticket are known, parameters are not", () => {
  const { knows } = replySource(ticket);
  const known = (path: string) => knows(path.split("."));
  expect(["response.status", "response.headers.location", "response.value.any.thing", "ticket.id"].map(known)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(["response", "response.other", "parameters.x", "other"].map(known)).toEqual([false, false, false, false]);
});

test("values of a sample are offered by the path templates read them with", () => {
  const offered = (type: "application/json" | "application/xml" | "text/html", text: string) => {
    const decoded = decodeReply(type, text);
    return replySource(ticket, type, decoded.ok ? decoded.value : undefined)
      .known.map(({ path }) => path)
      .filter((path) => path.startsWith("response.value."));
  };
  expect(offered("application/json", '{"result": {"items": [{"id": 1}], "odd key": 2, "number": "INC1"}}')).toEqual([
    "response.value.result.items[0].id",
    "response.value.result.number",
  ]);
  expect(offered("application/xml", '<a><b c="1">x</b></a>').every((path) => !path.includes("@"))).toBe(true);
  expect(offered("text/html", "<p id='x'>1</p>")).toEqual([]);
});
