import { AppError } from "@/lib/core/errors";
import { isTemplateError } from "@/lib/template/errors";
import type { TemplateContext } from "@/lib/template/escape";
import { type RenderOptions, renderSegments, renderTemplate } from "@/lib/template/render";
import type { Scope } from "@/lib/template/scope";
import { compileTemplate } from "@/lib/template/template";

/** Runs `work`; a template's mistake becomes an AppError that says which field of the webhook it is in. */
function inField<T>(field: string, what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!isTemplateError(error)) throw error;
    throw new AppError(error.code, `${what}: ${error.message}`, { [field]: [error.message] }, { cause: error });
  }
}

export const rendered = (
  field: string,
  what: string,
  source: string,
  context: TemplateContext,
  scope: Scope,
  options?: RenderOptions,
): string => inField(field, what, () => renderTemplate(compileTemplate(source), context, scope, options));

/** The same, with the parts of the text that came from fields. */
export const renderedSegments = (
  field: string,
  what: string,
  source: string,
  context: TemplateContext,
  scope: Scope,
  options?: RenderOptions,
) => inField(field, what, () => renderSegments(compileTemplate(source), context, scope, options));
