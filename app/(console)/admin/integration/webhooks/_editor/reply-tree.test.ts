import fc from "fast-check";
import { expect, test } from "vitest";
import { getPath } from "@/lib/core/json";
import { customFieldInput } from "@/lib/desk/custom-forms";
import { outcomeOf, replyTree } from "./reply-tree";

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
        const found = getPath(value, path);
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
