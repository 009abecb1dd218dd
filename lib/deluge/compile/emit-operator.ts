import type { Expression } from "../ast";
import { builtinsNamed } from "../builtins/lookup";
import { CallSite } from "./call-site";
import { constant, type Emitter, runtime, temporary } from "./emitter";

type Binary = Extract<Expression, { kind: "binary" }>;

const isNumber = (node: Expression) => node.kind === "number" && typeof node.value === "number";

/** Whether it is TEXT for certain: then `+` joins. Parts are written before what they are parts of. */
function isText(node: Expression, { texts }: Emitter): boolean {
  let at = node;
  while (at.kind === "group") at = at.value;
  return at.kind === "text" || texts.has(at);
}

/** `typeof` tests for the operands that are not literals of that type. */
const bothNumbers = (node: Binary, left: string, right: string): string =>
  [isNumber(node.left) ? "" : `typeof ${left}==="number"`, isNumber(node.right) ? "" : `typeof ${right}==="number"`]
    .filter(Boolean)
    .join("&&") || "true";

const greatest = Number.MAX_SAFE_INTEGER;

/** `+ - *` of two whole numbers in place; overflow and everything else in arithmetic.ts. */
function arithmetic(node: Binary, left: string, right: string, general: string, emitter: Emitter): string {
  const result = temporary(emitter);
  // Adding 0 turns −0 into 0, as arithmetic.ts does.
  const zero = node.operator === "*" ? "+0" : "";
  const inRange = `(${result}=${left}${node.operator}${right}${zero})<=${greatest}&&${result}>=-${greatest}`;
  return `(${bothNumbers(node, left, right)}&&${inRange}?${result}:${general})`;
}

/** `==` of two of the same simple type in place, the loose rest in equal.ts. */
function equality(node: Binary, left: string, right: string, emitter: Emitter): string {
  if (left === "null" || right === "null") return `(${left}===${right})`;
  const general = `${runtime(emitter, "equal")}(${left},${right},r)`;
  const known = node.left.kind === "text" || isNumber(node.left) ? node.left : node.right;
  const other = known === node.left ? right : left;
  const same = `${left}===${right}`;
  if (known.kind === "text") return `(typeof ${other}==="string"?${same}:${general})`;
  if (isNumber(known)) return `(typeof ${other}==="number"?${same}:${general})`;
  return `(typeof ${left}==="number"&&typeof ${right}==="number"?${same}:${general})`;
}

const named: Partial<Record<Binary["operator"], string>> = {
  ...{ contains: "contains", startswith: "startsWith", endswith: "endsWith" },
};

/** Code of a binary operator on evaluated operands (spec/deluge.md §4.2). */
export function emitOperator(node: Binary, left: string, right: string, emitter: Emitter): string {
  const { operator } = node;
  const call = (name: Parameters<typeof runtime>[1]) => `${runtime(emitter, name)}(${left},${right},r)`;
  switch (operator) {
    case "+":
      if (isText(node.left, emitter) || isText(node.right, emitter)) {
        emitter.texts.add(node);
        return call("concatenate");
      }
      return arithmetic(node, left, right, call("add"), emitter);
    case "-":
      return arithmetic(node, left, right, call("subtract"), emitter);
    case "*":
      return arithmetic(node, left, right, call("multiply"), emitter);
    case "/":
      return call("divide");
    case "%":
      return `(${bothNumbers(node, left, right)}&&${right}!==0?${left}%${right}+0:${call("remainder")})`;
    case "==":
      return equality(node, left, right, emitter);
    case "!=":
      return `!${equality(node, left, right, emitter)}`;
    case "<":
    case ">":
    case "<=":
    case ">=":
      return `(${bothNumbers(node, left, right)}?${left}${operator}${right}:${call("compare")}${operator}0)`;
    case "in":
      return call("isIn");
    case "not in":
      return `!${call("isIn")}`;
    case "like":
      return call("isLike");
    default: {
      const name = named[operator] ?? "contains";
      const site = constant(emitter, new CallSite(name, builtinsNamed(name.toLowerCase())));
      return `${runtime(emitter, "call1")}(r,${site},${left},${right})`;
    }
  }
}
