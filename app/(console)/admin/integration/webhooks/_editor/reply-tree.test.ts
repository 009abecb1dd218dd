import fc from "fast-check";
import { expect, test } from "vitest";
import { customFieldInput } from "@/lib/desk/custom-forms";
import { decodeReply, findInReply } from "@/lib/wire/codec";
import type { ResponseContentType } from "@/lib/wire/codec/content-types";
import { outcomeOf as outcomeIn, samplePaths, sampleReplies, replyTree as treeOf } from "./reply-tree";

const replyTree = (value: unknown) => treeOf("application/json", value);
const outcomeOf = (...given: [unknown, string, Parameters<typeof outcomeIn>[3]]) =>
  outcomeIn("application/json", ...given);
const decoded = (type: ResponseContentType, body: string) => {
  const result = decodeReply(type, body);
  if (!result.ok) throw new Error(result.message);
  return result.value;
};
const number = customFieldInput.parse({ id: 1, name: "Number", kind: "number" });

test("the seed's reply: result.number is a row that names itself", () => {
  const { nodes, more } = replyTree({ result: { number: "INC0010", tags: ["a", "b"] } });
  expect(nodes.map(({ path, preview }) => [path, preview])).toEqual([
    ["$", "1 field"],
    ["result", "2 fields"],
    ["result.number", '"INC0010"'],
    ["result.tags", "2 items"],
    ["result.tags[0]", '"a"'],
    ["result.tags[1]", '"b"'],
  ]);
  expect(more).toBe(0);
});

test("a long reply is cut and says by how much", () => {
  const { nodes, more } = replyTree(Array.from({ length: 500 }, (_, index) => index));
  expect(nodes).toHaveLength(400);
  expect(more).toBe(101);
});

test("every path offered finds its value again, whatever the keys are", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
      const { nodes } = replyTree(value);
      for (const { path, kind } of nodes) {
        if (path === undefined) continue;
        const found = findInReply("application/json", value, path);
        expect(found).not.toBeUndefined();
        expect(Array.isArray(found) ? "list" : found === null ? "null" : typeof found).toBe(kind);
      }
    }),
  );
});

test("odd keys are bracketed, unreachable ones are shown without a path", () => {
  const paths = replyTree({ "a.b": 1, $x: 2, " c": 3, 'q."': 4, "": 5 }).nodes.map(({ path }) => path);
  expect(paths).toEqual(["$", '$["a.b"]', '$["$x"]', '$[" c"]', undefined, '$[""]']);
});

test("an outcome says what is found, what is stored, and why something is not", () => {
  expect(outcomeOf({ n: "42" }, "n", number)).toEqual({ ok: true, found: '"42"', stored: "42" });
  expect(outcomeOf({ n: "x" }, "n", number)).toMatchObject({ ok: false });
  expect(outcomeOf({ n: 1 }, "m", number)).toEqual({
    ok: false,
    message: "Not in the sample: the field would be left as it is.",
  });
  expect(outcomeOf({ n: 1 }, "n[", number)).toMatchObject({ ok: false });
  expect(outcomeOf({ n: 1 }, "", number)).toBeUndefined();
});

test("XML rows are elements and attributes; an element's row is its text", () => {
  const xml = `<r xmlns="u" ok="1"><items><item id="1">one</item><item id="2"/></items><a.b>x</a.b><m>hi <b>you</b></m></r>`;
  const value = decoded("application/xml", xml);
  const { nodes } = treeOf("application/xml", value);
  expect(nodes.map(({ path, depth, preview }) => [path, depth, preview])).toEqual([
    ["r", 0, "4 fields"],
    ["r.@ok", 1, '"1"'],
    ["r.items", 1, "1 field"],
    ["r.items.item", 2, "2 items"],
    ["r.items.item[0]", 3, '"one"'],
    ["r.items.item[0].@id", 4, '"1"'],
    ["r.items.item[1]", 3, '""'],
    ["r.items.item[1].@id", 4, '"2"'],
    ['r["a.b"]', 1, '"x"'],
    ["r.m", 1, '"hi you"'],
    ["r.m.b", 2, '"you"'],
  ]);
  for (const { path, preview } of nodes)
    expect(outcomeIn("application/xml", value, path ?? "", undefined)).toEqual({
      ok: true,
      found: preview,
      stored: preview,
    });
});

test("HTML rows are elements with a selector that finds them", () => {
  const value = decoded("text/html", '<h1>Done</h1><p>Number <b class="ref">INC1</b></p><meta name="n" content="7">');
  const { nodes } = treeOf("text/html", value);
  expect(nodes.map(({ path, preview }) => [path, preview]).slice(1)).toEqual([
    ["h1", '"Done"'],
    ["p", '"Number INC1"'],
    ["b.ref", '"INC1"'],
    ['meta[name="n"]@content', '"7"'],
  ]);
  for (const { path, preview } of nodes)
    expect(outcomeIn("text/html", value, path ?? "", undefined)).toMatchObject({ found: preview });
  expect(treeOf("text/html", decoded("text/html", "<b>".repeat(600)))).toMatchObject({
    nodes: [{ path: "$" }],
    problem: expect.stringContaining("512 levels"),
  });
  expect(outcomeIn("text/html", value, "h1[", undefined)).toMatchObject({ ok: false });
});

test("the examples shown in empty fields are true", () => {
  for (const [type, path] of Object.entries(samplePaths) as [ResponseContentType, string][])
    expect(outcomeIn(type, decoded(type, sampleReplies[type]), path, undefined)).toMatchObject({
      found: '"INC0010001"',
    });
});
