import fc from "fast-check";
import { expect, test } from "vitest";
import type { Limits } from "../options";
import { fakeHost } from "../testing/fake-host";
import { printScript } from "../testing/print";
import { randomProgram } from "../testing/programs";
import { type Random, randomOf } from "../testing/random";
import { evaluate, type Observed } from "../testing/reference-evaluator";
import { compile } from "./compile";
import { execute } from "./execute";

async function compiled(source: string, limits: Partial<Limits>, traceSteps: number): Promise<Observed> {
  const { program, diagnostics } = compile(source);
  if (!program)
    throw new Error(`${diagnostics.map(({ line, message }) => `${line}: ${message}`).join("\n")}\n${source}`);
  const outcome = await execute(program, { arguments: {}, host: fakeHost(), settings: { limits, traceSteps } });
  const { info, statements } = outcome;
  if (outcome.status === "returned") return { info, statements, output: outcome.output };
  const { message: error, line, kind } = outcome;
  return { info, statements, error, line, isLimit: kind === "limit" };
}

async function expectAgreement(source: string, limits: Partial<Limits> = {}) {
  const expected = evaluate(source, fakeHost(), limits);
  expect(await compiled(source, limits, 0), source).toEqual(expected);
  expect(await compiled(source, limits, 10), `traced: ${source}`).toEqual(expected);
}

const seeds = fc.integer();

test("compiled programs do what the tree-walking evaluator does", async () => {
  await fc.assert(
    fc.asyncProperty(seeds, fc.integer({ min: 1, max: 60 }), async (seed, size) =>
      expectAgreement(printScript(randomProgram(seed, { isExecutable: true, size }), randomOf(seed))),
    ),
    { numRuns: 400 },
  );
}, 60_000);

test("also where types don't fit, numbers overflow and limits end it", async () => {
  await fc.assert(
    fc.asyncProperty(seeds, async (seed) => {
      const random = randomOf(seed);
      const limits = { statements: random.pick([5_000, 30, 7]), calls: random.pick([75, 3]) };
      await expectAgreement(carelessProgram(random), limits);
    }),
    { numRuns: 600 },
  );
}, 60_000);

const variables = ["a", "b", "c", "constructor", "__proto__"] as const;

/** Three functions that call each other, with values of any type anywhere. */
function carelessProgram(random: Random): string {
  const body = (depth: number) => {
    const first = variables.map((name) => `${name} = "";\n${name} = null;`);
    for (const name of variables) if (random.chance(0.8)) first.push(`${name} = ${carelessValue(random, 1)};`);
    const statements = Array.from({ length: 5 }, () => carelessStatement(random, depth));
    const tried = statements.map((one) => `try {\n${one}\n} catch (e) { info e + " in " + e.lineNo; }`);
    return [...first, ...(random.chance(0.7) ? tried : statements)].join("\n");
  };
  // Through a variable of many types: save-time checks refuse a return value that is surely of the wrong one.
  const one = (header: string, end: string) =>
    `string ${header} {\n${body(0)}\na = ${carelessValue(random, 2)};\n${end}\n}`;
  return [one("main()", 'return "" + a;'), one("f(p)", "return a;"), one("g(p, q)", "return a;")].join("\n");
}

function carelessStatement(random: Random, depth: number): string {
  const value = () => carelessValue(random, 2);
  const inner = () => `{\n${carelessStatement(random, depth + 1)}\n${carelessStatement(random, depth + 1)}\n}`;
  const variable = random.pick(variables);
  switch (random.below(depth > 2 ? 6 : 12)) {
    case 0:
      return `${variable} = ${value()};`;
    case 1:
      return `${variable} ${random.pick(["+=", "-=", "*=", "/=", "%="])} ${value()};`;
    case 2:
      return `info ${value()};`;
    case 3:
      return `${variable}.${random.pick(["x", "__proto__"])} = ${value()};`;
    case 4:
      return `${variable}.${random.pick([`put("k", ${value()})`, `add(${value()})`, `put("constructor", 1)`])};`;
    case 5:
      return random.chance(0.2)
        ? `throw ${value()};`
        : `${variable} = ${random.pick([`f(${value()})`, `g(${value()}, ${value()})`])};`;
    case 6:
    case 7:
      return `if (${value()}) ${inner()} else if (\n${value()}) ${inner()} else ${inner()}`;
    case 8:
      return `for each ${variable} in ${value()} ${inner()}`;
    case 9:
      return `for each index i in {1, 2, ${value()}} { ${random.pick(["continue;", "break;", "info i;"])} }`;
    default:
      return `try ${inner()} catch (${random.pick(["e", "a"])}) ${inner()}`;
  }
}

const literals = [
  "0",
  "1",
  "-7",
  "9007199254740991",
  "9223372036854775807",
  "2.5",
  '"x"',
  '"12"',
  '""',
  '"1,2"',
  "true",
  "false",
  "null",
] as const;

function carelessValue(random: Random, depth: number): string {
  const of = () => carelessValue(random, depth - 1);
  if (depth <= 0)
    return random.chance(0.5) ? random.pick(literals) : random.pick(["{1, 2}", "{}", '{"k": 1}', "'01-Jan-2019'"]);
  switch (random.below(14)) {
    case 0:
    case 1:
    case 2:
      return `(${of()} ${random.pick(["+", "-", "*", "/", "%"])} ${of()})`;
    case 3:
      // A variable, as save-time checks refuse literals that can't be compared.
      return `(${random.pick(["b", "c", "constructor"])} ${random.pick(["==", "!=", "<", ">", "<=", ">="])} ${of()})`;
    case 4:
      return `(${of()} ${random.pick(["&&", "||"])} ${of()})`;
    case 5:
      return `${random.pick(["!", "-", "+"])}(${of()})`;
    case 6:
      return `if(${of()}, ${of()}, ${of()})`;
    case 7:
      return `(${of()}).${random.pick(["size()", "get(0)", 'get("k")', "toString()", "length()", 'get("constructor")', "toLong()"])}`;
    case 8:
      return `ifnull(${of()}, ${of()})`;
    case 9:
      return `{${of()}, ${of()}}`;
    case 10:
      return `{"k": ${of()}, ${of()}: 2}`;
    case 11:
      return `(${of()} is ${random.pick(["", "not "])}null)`;
    default:
      return random.pick([...literals, ...variables] as const);
  }
}
