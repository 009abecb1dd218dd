import type { Statement } from "../ast";
import type { DeclaredType } from "../run";
import type { Kind } from "../values/value";
import { certainKind } from "./comparisons";
import { declaredType } from "./inferred";
import type { State } from "./state";

type ReturnNode = Extract<Statement, { kind: "return" }>;

/** Kinds of values that can be returned as the declared type; null always can (§1.6). */
const accepted: Record<DeclaredType, readonly Kind[]> = {
  string: ["text", "number", "decimal", "boolean", "date", "error"],
  int: ["number", "decimal", "text"],
  float: ["number", "decimal", "text"],
  bool: ["boolean", "text"],
  // A DECIMAL is a NUMBER once it is rounded to none.
  date: ["date", "text", "number", "decimal"],
  map: ["map", "text"],
  list: ["list", "text"],
  file: ["file"],
  void: [],
};

/** What the function being read is declared to return; null when nothing says. */
export function returnTypeOf({ scope, entry, context }: State): DeclaredType | null {
  const form = scope === entry ? context.signature?.returnType : null;
  return form ?? declaredType(scope.function?.returnType.text ?? "") ?? null;
}

/** Reports a value that surely is not of the declared type. */
export function checkReturn({ value }: ReturnNode, state: State) {
  const declared = returnTypeOf(state);
  if (!value || !declared) return;
  const { scope } = state;
  state.later.push(() => {
    const kind = certainKind(value, scope, state);
    if (!kind || kind === "null" || accepted[declared].includes(kind)) return;
    if (declared === "void")
      state.report.warning(value, "return-type", "Invalid return Type. The function is void: the value is dropped");
    else
      state.report.error(value, "return-type", `Invalid return Type. The function is declared to return ${declared}`);
  });
}

/** A path that ends without `return` gives null (§6.12). */
export function checkEnd(statements: readonly Statement[], ends: boolean, state: State) {
  const declared = returnTypeOf(state);
  if (ends || !declared || declared === "void") return;
  const node = state.scope.function;
  const last = statements.at(-1);
  const place = node ? node.returnType : last && { start: Math.max(last.start, last.end - 1), end: last.end };
  if (place)
    state.report.hint(
      place,
      "missing-return",
      "Not every path ends with return: without one the function returns null",
    );
}
