import type { Scope, Variable } from "../check/resolution";
import type { Span } from "../diagnostic";
import { roleText, typeAt, typeText } from "./describe";
import { type Document, documentOf, type LanguageContext } from "./document";

/** An entry of the outline: functions with what they assign. */
export type DocumentSymbol = {
  name: string;
  kind: "function" | "variable" | "parameter";
  detail: string;
  /** The whole of it, and its name. */
  span: Span;
  selection: Span;
  children: readonly DocumentSymbol[];
};

export function symbols(source: string, context: LanguageContext = {}): DocumentSymbol[] {
  const document = documentOf(source, context);
  return document.checked.resolution.scopes.flatMap((scope) => {
    const inside = scope.variables.filter(({ name, definition }) => name !== "" && definition.end > definition.start);
    const children = inside.map((variable) => ofVariable(document, variable));
    return scope.function ? [ofFunction(scope, scope.function, children)] : children;
  });
}

function ofVariable(document: Document, variable: Variable): DocumentSymbol {
  const { name, role, definition } = variable;
  const type = typeAt(document, variable, Number.MAX_SAFE_INTEGER);
  return {
    ...{ name, kind: role === "parameter" ? "parameter" : "variable", span: definition, selection: definition },
    ...{ detail: type === "any" ? roleText(variable) : typeText(type), children: [] },
  };
}

function ofFunction({ path }: Scope, node: NonNullable<Scope["function"]>, children: DocumentSymbol[]): DocumentSymbol {
  const { start, end, returnType } = node;
  const last = node.path.at(-1) ?? node;
  return {
    ...{ name: path === "" ? "?" : path, kind: "function", detail: returnType.text, span: { start, end }, children },
    selection: { start: last.start, end: last.end },
  };
}
