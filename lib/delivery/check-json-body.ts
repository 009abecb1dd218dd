import { type CustomForm, nameKey } from "@/lib/desk/custom-forms";
import { findTicketPath, type PathKind } from "@/lib/desk/fields";
import { isTemplateError } from "@/lib/template/errors";
import { lineStarts, positionAt } from "@/lib/template/position";
import { renderSegments } from "@/lib/template/render";
import type { Scope } from "@/lib/template/scope";
import { compileTemplate } from "@/lib/template/template";
import { dateOnly } from "@/lib/template/value";
import { jsonErrorAt } from "@/lib/wire/codec/json-position";
import { knowsPath } from "./scope";

const samples: Record<PathKind, unknown> = {
  text: "x",
  multiline: "x\ny",
  select: "x",
  number: 1,
  boolean: true,
  checkbox: true,
  date: dateOnly("2025-04-23"),
  datetime: new Date("2025-04-23T10:00:00Z"),
  list: ["x"],
};

/** A stand-in for any ticket: every known path has a sample value, or every one is empty. */
function standIn(forms: readonly CustomForm[], parameters: readonly { name: string }[], isEmpty: boolean): Scope {
  const knows = knowsPath(forms, parameters);
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
      if (first !== "ticket") return isEmpty ? "" : "x";
      const found = findTicketPath(steps.slice(1).join("."));
      const form = forms.find((candidate) => candidate.key === second);
      return found ? value(found.kind) : form ? formValue(form, rest) : isEmpty ? null : "x";
    },
  };
}

export type JsonMistake = { message: string; place?: { line: number; column: number } };

/** Whether a body template can't become JSON: with sample values, or when all of them are empty. */
export function checkJsonBody(
  source: string,
  forms: readonly CustomForm[],
  parameters: readonly { name: string }[],
): JsonMistake | undefined {
  // What goes in unescaped decides by itself whether the whole is JSON; a sample would prove nothing.
  if (/\|\s*raw\b/.test(source)) return undefined;
  for (const isEmpty of [false, true]) {
    const place = mistakeIn(source, standIn(forms, parameters, isEmpty));
    if (!place) continue;
    const when = isEmpty ? "when its placeholders are empty" : "once its placeholders are filled";
    return { message: `The body isn't valid JSON ${when}.`, ...(place === true ? {} : { place }) };
  }
  return undefined;
}

/** Where in the template the rendered text stops being JSON; true when that can't be told. */
function mistakeIn(source: string, scope: Scope): { line: number; column: number } | true | undefined {
  const template = compileTemplate(source);
  try {
    const { text, segments } = renderSegments(template, "json", scope);
    try {
      JSON.parse(text);
      return undefined;
    } catch {
      // With loops and conditions a place in the result has no one place in the source.
      if (source.includes("{%") || segments.length !== template.placeholders.length) return true;
      let offset = jsonErrorAt(text);
      const at = offset;
      for (const [index, { start, end }] of segments.entries()) {
        if (start >= at) break;
        offset += (template.placeholders[index]?.length ?? 0) - (end - start);
      }
      const { line, column } = positionAt(lineStarts(source), Math.max(0, Math.min(offset, source.length)));
      return { line, column };
    }
  } catch (error) {
    // A filter that refuses the sample says nothing about real values.
    if (isTemplateError(error)) return undefined;
    throw error;
  }
}
