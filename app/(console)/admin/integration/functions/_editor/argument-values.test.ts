import { expect, test } from "vitest";
import type { ParameterType } from "@/lib/functions/function";
import { argumentsOf, textsOf } from "./argument-values";

const one = (type: ParameterType) => [{ name: "x", type }];

test.each<[ParameterType, string, string]>([
  ["string", "a “b” \n", '{"x":"a “b” \\n"}'],
  ["string", "", "{}"],
  ["string", " ", '{"x":" "}'],
  ["int", " 007 ", '{"x":7}'],
  ["int", "9007199254740993", '{"x":9007199254740993}'],
  ["float", "-.5", '{"x":-0.5}'],
  ["bool", "true", '{"x":true}'],
  ["date", "2026-11-21", '{"x":"2026-11-21"}'],
  ["map", ' {"id": 9007199254740993} ', '{"x":{"id": 9007199254740993}}'],
  ["map", " ", "{}"],
])("%s %j", (type, text, json) => {
  expect(argumentsOf(one(type), { x: text })).toEqual({ json });
});

test.each<[ParameterType, string]>([
  ["int", "1.5"],
  ["float", "one"],
  ["map", "[1]"],
  ["map", "{oops"],
])("%s refuses %j", (type, text) => {
  expect(argumentsOf(one(type), { x: text })).toEqual({ errors: { x: expect.stringMatching(/^Enter a/) } });
});

test("what was sent fills the form again", () => {
  const parameters = [...one("map"), { name: "y", type: "int" as const }, { name: "z", type: "string" as const }];
  expect(textsOf(parameters, '{"x":{"a":1},"y":7,"z":"t","gone":1}')).toEqual({ x: '{"a":1}', y: "7", z: "t" });
  expect(textsOf(parameters, "no JSON")).toEqual({});
});
