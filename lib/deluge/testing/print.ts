import type { Argument, Attribute, Block, Expression, FunctionNode, Script, Statement } from "../ast";
import type { Random } from "./random";

const powers: Record<string, number> = {
  ...{ "||": 1, "&&": 2, "==": 3, "!=": 3, "<": 4, ">": 4, "<=": 4, ">=": 4, in: 4, "not in": 4, contains: 4, like: 4 },
  ...{ startswith: 4, endswith: 4, "+": 5, "-": 5, "*": 6, "/": 6, "%": 6 },
};

/** A tree as a source of the same meaning, with parentheses where needed. `random` varies the layout, sometimes oddly. */
export function printScript(script: Script, random?: Random): string {
  const gap = () =>
    random?.chance(0.2) ? random.pick(["  ", "\n", "\t", " /* c; */ ", " // c }\n", "\u00a0", "\r\n"]) : " ";
  const tight = () => (random?.chance(0.2) ? gap() : "");
  const join = (parts: readonly string[]) => parts.map((part) => part + tight()).join(`,${tight()}`);
  const line = () => (random?.chance(0.1) ? "\n\n\n\n" : "\n");

  const grouped = (text: string) => `(${tight()}${text}${tight()})`;
  const atLeast = (node: Expression, power: number) => {
    const text = expression(node);
    return powerOf(node) < power || random?.chance(0.1) ? grouped(text) : text;
  };

  function expression(node: Expression): string {
    switch (node.kind) {
      case "text":
        return node.quote === "double" ? doubleQuoted(node.value) : `'${escaped(node.value, "'")}'`;
      case "date":
        return `'${node.value}'`;
      case "decimal":
        return Number.isInteger(node.value) ? `${node.value}.0` : String(node.value);
      case "number":
      case "boolean":
        return String(node.value);
      case "null":
        return "null";
      case "empty":
        return `{${tight()}}`;
      case "list": {
        const items = join(node.items.map(expression));
        return node.bracket === "{" ? `{${tight()}${items}}` : `[${tight()}${items}]`;
      }
      case "map":
        return `{${join(node.entries.map(({ key, value }) => `${expression(key)}${tight()}:${tight()}${expression(value)}`))}}`;
      case "name":
        return node.text;
      case "member":
        return `${atLeast(node.object, 9)}.${node.name.text}`;
      case "call":
        return node.name.text + given(node.arguments);
      case "method":
        // `5.` in front of a space is a decimal.
        return `${atLeast(node.object, 9)}${tight()}.${node.object.kind === "number" ? "" : tight()}${node.name.text}${given(node.arguments)}`;
      case "construct":
        return `${node.type}${node.element ? `:${node.element.text}` : ""}${given(node.arguments)}`;
      case "if-call":
        return `if(${join([node.condition, node.then, node.otherwise].map(expression))})`;
      case "unary":
        return `${node.operator}${tight()}${atLeast(node.operand, 8)}`;
      case "binary": {
        const power = powers[node.operator] ?? 0;
        return `${atLeast(node.left, power)}${gap()}${node.operator}${gap()}${atLeast(node.right, power + 1)}`;
      }
      case "is-null":
        return `${atLeast(node.operand, 4)} is ${node.isNegated ? "not " : ""}null`;
      case "group":
        return grouped(expression(node.value));
      case "task":
        return `${node.path.map(({ text }) => text).join(".")}${gap()}[${node.attributes.map(attribute).join("\n")}${gap()}]`;
      default:
        throw new Error(`No source for ${node.kind}`);
    }
  }

  const given = (all: readonly Argument[]) =>
    `(${tight()}${join(all.map(({ key, value }) => (key ? `${expression(key)}${tight()}:${gap()}${expression(value)}` : expression(value))))})`;

  const attribute = ({ key, values }: Attribute) =>
    `${key.text}${tight()}:${gap()}${values
      .map((one) =>
        one.kind === "attachment"
          ? `${one.what}:${expression(one.value)}${one.as ? ` as ${one.as.text}` : ""}`
          : expression(one),
      )
      .join(",")}`;

  const block = ({ statements }: Block): string => `{${line()}${statements.map(statement).join(line())}${line()}}`;

  function statement(node: Statement): string {
    switch (node.kind) {
      case "block":
        return block(node);
      case "if": {
        const branches = node.branches.map(
          (one) => `if${tight()}(${expression(one.condition)})${gap()}${block(one.block)}`,
        );
        return (
          branches.join(`${gap()}else${gap()}`) + (node.otherwise ? `${gap()}else${gap()}${block(node.otherwise)}` : "")
        );
      }
      case "for-each":
        return `for each ${node.isIndex ? "index " : ""}${node.variable.text} in${gap()}${expression(node.iterable)}${gap()}${block(node.body)}`;
      case "try":
        return `try${gap()}${block(node.block)}${gap()}catch ${node.error ? `(${node.error.text})` : ""}${block(node.handler)}`;
      case "return":
        return node.value ? `return ${expression(node.value)};` : "return;";
      case "throw":
      case "info":
        return `${node.kind} ${expression(node.value)};`;
      case "break":
      case "continue":
        return `${node.kind}${tight()};`;
      case "assignment":
        return `${node.type ? `${node.type.text} ` : ""}${expression(node.target)}${gap()}${node.operator}${gap()}${expression(node.value)};`;
      case "expression":
        return `${expression(node.value)};`;
      case "empty":
        return ";";
      default:
        throw new Error(`No source for ${node.kind}`);
    }
  }

  const functionText = ({ returnType, path, parameters, body }: FunctionNode) =>
    `${returnType.text} ${path.map(({ text }) => text).join(".")}(${parameters
      .map(({ type, name }) => (type ? `${type.text} ${name.text}` : name.text))
      .join(", ")})${gap()}${block(body)}`;

  return [...script.functions.map(functionText), ...script.body.map(statement)].join(line());
}

/** Binding power; 9 may stand before a dot. */
function powerOf(node: Expression): number {
  if (node.kind === "binary") return powers[node.operator] ?? 0;
  if (node.kind === "is-null") return 4;
  return node.kind === "unary" ? 8 : 9;
}

const doubleQuoted = (text: string) => `"${escaped(text, '"').replaceAll("\n", "\\n").replaceAll("\t", "\\t")}"`;
const escaped = (text: string, quote: string) => text.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`);
