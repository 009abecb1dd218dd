import { expect, test } from "vitest";
import { movedTo } from "./order";

const rules = [..."abcd"].map((id, index) => ({ id, ticketTypeId: 1, position: index + 1 }));
const other = { id: "x", ticketTypeId: 2, position: 1 };
const orderOf = (moved: typeof rules) => moved.map(({ id, position }) => `${id}${position}`).join(" ");

test("one moves, those it passes close up", () => {
  expect(orderOf(movedTo(rules, "a", 3))).toBe("b1 c2 a3 d4");
  expect(orderOf(movedTo(rules, "d", 1))).toBe("d1 a2 b3 c4");
  expect(orderOf(movedTo(rules, "b", 2))).toBe("a1 b2 c3 d4");
});

test("other ticket types stay as they are, an unknown rule moves nothing", () => {
  expect(orderOf(movedTo([...rules, other], "a", 2))).toBe("b1 a2 c3 d4 x1");
  expect(movedTo(rules, "gone", 1)).toEqual(rules);
});

test("only a page of them is at hand", () => {
  const page = rules.slice(1, 3);
  expect(orderOf(movedTo(page, "b", 4))).toBe("c2 b4");
});
