import { expect, test } from "vitest";
import { marked } from "../testing/cursor";
import { withEdits } from "./code-actions";
import { definitionAt, referencesAt, rename } from "./references";

test.each<[text: string, line: string | null]>([
  ["x = 1;\ninfo |x;", "x@0"],
  ["void f(int ab) { info input.a|b; }", "ab@11"],
  ["for each item in {1} { info ite|m; }", "item@9"],
  ["try { info 1; } catch (e) { info e|; }", "e@23"],
  ["void ns.f() { ns.f|(); }", "f@8"],
  ["info to|day;", null],
  ["info |", null],
])("definition at %s", (text, expected) => {
  const { source, offset } = marked(text);
  const found = definitionAt(source, offset);
  expect(found && `${source.slice(found.start, found.end)}@${found.start}`).toBe(expected);
});

test.each<[text: string, renamed: string | null]>([
  ["x = 1; x += x; info |x;", "y = 1; y += y; info y;"],
  [
    "void f(int a) { input.a = a|; }\nvoid g(int a) { info a; }",
    "void f(int y) { input.y = y; }\nvoid g(int a) { info a; }",
  ],
  ["e = 1; try { info e; } catch (e) { info e|; } info e;", "e = 1; try { info e; } catch (y) { info y; } info e;"],
  ["void ns.f() { ns.f|(); }\nvoid g() { ns.f(); }", "void ns.y() { ns.y(); }\nvoid g() { ns.y(); }"],
  ["info today|;", null],
])("rename at %s", (text, expected) => {
  const { source, offset } = marked(text);
  const edits = rename(source, offset, "y");
  expect(edits && withEdits(source, edits)).toBe(expected);
});

test("a parameter of the form keeps its name, and no name is not one", () => {
  const signature = { parameters: [{ name: "p", type: "int" as const }], returnType: null };
  expect(referencesAt("info p + input.p;", 5, { signature })).toHaveLength(2);
  expect(rename("info p;", 5, "q", { signature })).toBeNull();
  expect(rename("x = 1;", 0, "1x")).toBeNull();
});
