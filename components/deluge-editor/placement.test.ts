import { expect, test } from "vitest";
import { placed, placementAt } from "./placement";

const lines = ["a = 1;", "if(a)", "{", "\tb = 2;", "}", ""];
const at = (line: number, column: number, isStatement = true) => {
  const place = placementAt(lines, line, column, isStatement);
  return [place.line, place.column, placed("info x;\ninfo y;", place)];
};

test.each([
  ["an empty line takes it", 6, 1, true, [6, 1, "info x;\ninfo y;"]],
  ["in the indentation it goes before the line", 4, 1, true, [4, 2, "info x;\ninfo y;\n"]],
  ["in the code it goes after the line", 4, 5, true, [4, 8, "\ninfo x;\ninfo y;"]],
  ["behind an opening brace it is a level deeper", 3, 2, true, [3, 2, "\n\tinfo x;\n\tinfo y;"]],
  ["an expression goes where it was dropped", 1, 5, false, [1, 5, "info x;\ninfo y;"]],
] as const)("%s", (_, line, column, isStatement, expected) => {
  expect(at(line, column, isStatement)).toEqual(expected);
});
