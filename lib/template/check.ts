import type { Reference } from "./ast";
import { loopFieldNames } from "./compile-expression";
import { isTemplateError } from "./errors";
import { parseTemplate } from "./parse";
import { normaliseKey } from "./path";
import { nearest } from "./suggest";

export type TemplateProblem = {
  severity: "error" | "warning";
  message: string;
  line: number;
  column: number;
  offset: number;
  length: number;
};

function judge(
  reference: Reference,
  knows: (path: readonly string[]) => boolean,
  known: readonly string[],
): string | undefined {
  const { steps, isLoopVariable } = reference;
  if (isLoopVariable) {
    if (steps[0] !== "loop" || (steps.length === 2 && loopFieldNames.includes(steps[1] ?? ""))) return undefined;
    return `A loop has ${loopFieldNames.map((name) => `loop.${name}`).join(", ")}; ${reference.text} will be sent empty`;
  }
  if (knows(steps)) return undefined;
  const normal = new Map(known.map((path) => [normaliseKey(path), path]));
  const suggestion = nearest(reference.path, [...normal.keys()]);
  const question = suggestion === undefined ? "" : `. Did you mean ${normal.get(suggestion)}?`;
  return `${reference.text} is not a known field; it will be sent empty${question}`;
}

/**
 * What is wrong with a template, for an editor to underline; never throws. Mistakes in the language are errors, unknown
 * fields warnings. `knows` gets normalised steps; `known` are the paths suggestions are taken from.
 */
export function checkTemplate(
  source: string,
  knows: (path: readonly string[]) => boolean,
  known: readonly string[] = [],
): TemplateProblem[] {
  try {
    return parseTemplate(source).references.flatMap((reference): TemplateProblem[] => {
      const message = judge(reference, knows, known);
      const { line, column, offset, length } = reference;
      return message === undefined ? [] : [{ severity: "warning", message, line, column, offset, length }];
    });
  } catch (error) {
    if (!isTemplateError(error)) throw error;
    const { problem, line, column, offset, length } = error;
    return [{ severity: "error", message: problem, line, column, offset, length }];
  }
}
