import { expect, test } from "vitest";
import { describeSegment, httpText, shownHeaders } from "./request-text";

test("credentials are named, never shown", () => {
  const headers = shownHeaders({ accept: "application/json" }, { authorization: "Basic ••••••" });
  expect(headers).toEqual([
    ["authorization", "Basic ••••••"],
    ["accept", "application/json"],
  ]);
  expect(shownHeaders({}, {})).toEqual([]);
});

test("text and cURL say the same", () => {
  const { raw, curl } = httpText({ method: "POST", url: "https://x.example/a?b=1", body: '{"a":"it\'s"}' }, [
    ["content-type", "application/json"],
  ]);
  expect(raw).toBe('POST /a?b=1 HTTP/1.1\nhost: x.example\ncontent-type: application/json\n\n{"a":"it\'s"}');
  expect(curl).toContain("-X 'POST'");
  expect(curl).toContain(`'{"a":"it'\\''s"}'`);
});

test("a tinted part says field, value and escaping", () => {
  const segment = { start: 0, end: 1, path: "ticket.id", rawValue: "7", escaping: "json" as const };
  expect(describeSegment(segment)).toBe("ticket.id\n7\nescaped for JSON");
  expect(describeSegment({ ...segment, rawValue: "", escaping: "text" })).toBe("ticket.id\n(empty)\ninserted as it is");
});
