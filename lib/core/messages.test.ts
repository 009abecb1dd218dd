import { expect, test } from "vitest";
import { z } from "zod";
import { fieldErrors } from "./field-errors";
import "./messages";

const schema = z.object({
  name: z.string().min(1).max(3),
  age: z.number().int().max(9),
  kind: z.enum(["a", "b"]),
  own: z.string().min(1, "My words"),
});

test("zod speaks to people, and a schema's own words win", () => {
  const errors = (input: unknown) => {
    const result = schema.safeParse(input);
    return result.success ? {} : fieldErrors(result.error);
  };
  expect(errors({ name: "", age: 10, kind: "c", own: "" })).toEqual({
    name: ["Fill this in"],
    age: ["Enter at most 9"],
    kind: ["Choose one of a, b"],
    own: ["My words"],
  });
  expect(errors({ name: "long", age: 1.5, own: "x" })).toEqual({
    name: ["Use at most 3 characters"],
    age: ["Enter a whole number"],
    kind: ["Choose one of a, b"],
  });
});
