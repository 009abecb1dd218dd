import type { Node, Placeholder, Reference } from "./ast";
import type { TemplateContext } from "./escape";
import { parseTemplate } from "./parse";
import type { Program } from "./program";

export type { Placeholder, Reference } from "./ast";

/** A template that was read; `placeholders` are its `{{ … }}`, `references` every path it reads anywhere. */
export type Template = {
  readonly source: string;
  readonly nodes: readonly Node[];
  readonly placeholders: readonly Placeholder[];
  readonly references: readonly Reference[];
  /** Filled on first use, one per context. */
  readonly programs: Partial<Record<TemplateContext, Program>>;
};

const mostKept = 500;
const mostCharsKept = 5_000_000;
const kept = new Map<string, Template>();
let charsKept = 0;

/** Reads a template, or returns the one read before: the last 500 are kept. Throws TemplateError. */
export function compileTemplate(source: string): Template {
  const known = kept.get(source);
  if (known) {
    kept.delete(source);
    kept.set(source, known);
    return known;
  }
  const template = parseTemplate(source);
  kept.set(source, template);
  charsKept += source.length;
  for (const oldest of kept.keys()) {
    if (kept.size <= mostKept && charsKept <= mostCharsKept) break;
    kept.delete(oldest);
    charsKept -= oldest.length;
  }
  return template;
}
