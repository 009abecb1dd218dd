/** A statement's skeleton (§6); tab stops as editors know them. */
export type Snippet = { label: string; detail: string; text: string };

const stop = (at: number, text: string) => `\${${at}:${text}}`;

/** What a statement may begin with. */
export const statementSnippets: readonly Snippet[] = [
  { label: "if", detail: "if(…) { … }", text: `if(${stop(1, "condition")})\n{\n\t$0\n}` },
  {
    label: "if else",
    detail: "if(…) { … } else { … }",
    text: `if(${stop(1, "condition")})\n{\n\t$2\n}\nelse\n{\n\t$0\n}`,
  },
  {
    label: "for each",
    detail: "for each … in … { … }",
    text: `for each ${stop(1, "item")} in ${stop(2, "list")}\n{\n\t$0\n}`,
  },
  {
    label: "for each index",
    detail: "positions from 0",
    text: `for each index ${stop(1, "i")} in ${stop(2, "list")}\n{\n\t$0\n}`,
  },
  { label: "try", detail: "try { … } catch (e) { … }", text: `try\n{\n\t$1\n}\ncatch (${stop(2, "e")})\n{\n\t$0\n}` },
  { label: "return", detail: "return …;", text: `return ${stop(1, "value")};` },
  { label: "info", detail: "writes a line to the log", text: `info ${stop(1, "value")};` },
  { label: "throw", detail: "throw …;", text: `throw ${stop(1, '"message"')};` },
  { label: "break", detail: "leaves the loop", text: "break;" },
  { label: "continue", detail: "goes on with the next round", text: "continue;" },
];

/** Behind a closed block of `if`. */
export const elseSnippets: readonly Snippet[] = [
  { label: "else", detail: "else { … }", text: "else\n{\n\t$0\n}" },
  { label: "else if", detail: "else if(…) { … }", text: `else if(${stop(1, "condition")})\n{\n\t$0\n}` },
];

/** What an expression may begin with, beside names and functions. */
export const expressionSnippets: readonly Snippet[] = [
  {
    label: "if",
    detail: "if(condition, value, other value): only the chosen one is evaluated",
    text: `if(${stop(1, "condition")}, ${stop(2, "value")}, ${stop(3, "other")})`,
  },
  { label: "Map", detail: "KEY-VALUE", text: "Map()" },
  { label: "List", detail: "LIST", text: "List()" },
  { label: "Collection", detail: "COLLECTION", text: "Collection($1)" },
  { label: "true", detail: "BOOLEAN", text: "true" },
  { label: "false", detail: "BOOLEAN", text: "false" },
  { label: "null", detail: "no value", text: "null" },
];

/** Words between two operands. */
export const operatorWords: readonly string[] = ["and", "or", "in", "not in", "is null", "is not null", "contains"];

/** What the keywords do, for hover. */
export const keywordDocs: Record<string, string> = {
  if: "`if(condition) { … } else if(…) { … } else { … }`. As a value: `if(condition, a, b)` evaluates only the chosen one.",
  else: "The way taken when no condition before it holds.",
  for: "`for each item in list { … }` goes through a list's elements, a map's keys or the pieces of a comma-separated text. `for each index i in list` counts from 0.",
  each: "`for each item in list { … }` goes through a snapshot: adding to the list inside does not extend it.",
  try: "`try { … } catch (e) { … }`: an error inside leaves the block. `e.message` and `e.lineNo` tell what happened.",
  catch: "Takes the error; it is known inside this block alone. Running out of a limit can't be caught.",
  return: "Ends the function with a value; without one, with null.",
  info: "Writes the value's text to the log.",
  throw: "Leaves for the nearest `catch`; without one the function fails with this message.",
  break: "Leaves the innermost `for each`.",
  continue: "Goes on with the next round of the innermost `for each`.",
};
