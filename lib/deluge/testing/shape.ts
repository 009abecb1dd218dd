import type { Script } from "../ast";

/** A tree without places, parentheses, comments and empty statements: what the source means. */
export function shapeOf(script: Script): unknown {
  return bare({ functions: script.functions, body: script.body });
}

function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => !isEmptyStatement(item)).map(bare);
  if (typeof value !== "object" || value === null) return value;
  if ("kind" in value && value.kind === "group" && "value" in value) return bare(value.value);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, part]) => part !== undefined && key !== "start" && key !== "end" && key !== "operatorSpan")
      .map(([key, part]) => [key, bare(part)]),
  );
}

/** `;` alone; the literal `{}` has the same kind and at least two characters. */
const isEmptyStatement = (value: unknown) => {
  if (typeof value !== "object" || value === null || !("kind" in value) || value.kind !== "empty") return false;
  return "start" in value && "end" in value && Number(value.end) - Number(value.start) === 1;
};
