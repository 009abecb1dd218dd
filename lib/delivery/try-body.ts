import { type CustomForm, nameKey } from "@/lib/desk/custom-forms";
import { findTicketPath, type PathKind } from "@/lib/desk/fields";
import { isTemplateError } from "@/lib/template/errors";
import type { TemplateContext } from "@/lib/template/escape";
import { lineStarts, positionAt } from "@/lib/template/position";
import { renderSegments } from "@/lib/template/render";
import type { Scope } from "@/lib/template/scope";
import { compileTemplate } from "@/lib/template/template";
import { dateOnly } from "@/lib/template/value";
import { knowsPath } from "./scope";

const samplesWith = (text: string): Record<PathKind, unknown> => ({
  text,
  multiline: `${text}\ny`,
  select: text,
  number: 1,
  boolean: true,
  checkbox: true,
  date: dateOnly("2025-04-23"),
  datetime: new Date("2025-04-23T10:00:00Z"),
  list: [text],
});

/** A stand-in for any ticket: every known path has a sample value (`text` where it is text), or every one is empty. */
function standIn(
  forms: readonly CustomForm[],
  parameters: readonly { name: string }[],
  isEmpty: boolean,
  text: string,
): Scope {
  const knows = knowsPath(forms, parameters);
  const samples = samplesWith(text);
  const value = (kind: PathKind) => (isEmpty ? (kind === "list" ? [] : null) : samples[kind]);
  const formValue = (form: CustomForm, rest: readonly string[]): unknown => {
    const fields = Object.fromEntries(form.fields.map(({ name, kind }) => [nameKey(name), value(kind)]));
    const whole = form.isMultiLine ? (isEmpty ? [] : [fields]) : fields;
    const last = rest.at(-1) ?? "";
    if (rest.length === 0) return whole;
    return /^\d+$/.test(last) && form.isMultiLine ? fields : (fields[last] ?? null);
  };
  return {
    get(steps) {
      if (!knows(steps)) return undefined;
      const [first, second = "", ...rest] = steps;
      if (first !== "ticket") return isEmpty ? "" : text;
      const found = findTicketPath(steps.slice(1).join("."));
      const form = forms.find((candidate) => candidate.key === second);
      return found ? value(found.kind) : form ? formValue(form, rest) : isEmpty ? null : text;
    },
  };
}

export type Place = { line: number; column: number };
/** A value to try in every text field: `text`, or nothing anywhere. */
export type Trial = { isEmpty?: boolean; text?: string };
export type BodyForm = { context: TemplateContext; mistakeAt(text: string): number | undefined };

/**
 * Renders a body template with stand-in values and looks for a mistake in the result (`mistakeAt`, an offset). Returns where
 * in the template it is, true when that can't be told, undefined when there is none or the template proves nothing.
 */
export function tryBody(
  source: string,
  forms: readonly CustomForm[],
  parameters: readonly { name: string }[],
  { context, mistakeAt }: BodyForm,
  { isEmpty = false, text = "x" }: Trial,
): Place | true | undefined {
  // What goes in unescaped decides by itself whether the whole is well-formed; a sample would prove nothing.
  if (/\|\s*raw\b/.test(source)) return undefined;
  const template = compileTemplate(source);
  try {
    const rendered = renderSegments(template, context, standIn(forms, parameters, isEmpty, text));
    const at = mistakeAt(rendered.text);
    if (at === undefined) return undefined;
    // With loops and conditions a place in the result has no one place in the source.
    if (source.includes("{%") || rendered.segments.length !== template.placeholders.length) return true;
    let offset = at;
    for (const [index, { start, end }] of rendered.segments.entries()) {
      if (start >= at) break;
      offset += (template.placeholders[index]?.length ?? 0) - (end - start);
    }
    const { line, column } = positionAt(lineStarts(source), Math.max(0, Math.min(offset, source.length)));
    return { line, column };
  } catch (error) {
    // A filter that refuses the sample says nothing about real values.
    if (isTemplateError(error)) return undefined;
    throw error;
  }
}
