import { isTemplateError } from "@/lib/template/errors";
import type { TemplateContext } from "@/lib/template/escape";
import { renderTemplate } from "@/lib/template/render";
import { type Scope, scopeOf } from "@/lib/template/scope";
import { compileTemplate } from "@/lib/template/template";
import type { CallOutcome, WebMethod } from "./web-method";

export type ResponseType = WebMethod["response"]["contentType"];

/** How values are escaped in an answer of each type. */
export const contextOf: Record<ResponseType, TemplateContext> = {
  "application/json": "json",
  "application/xml": "xml",
  "text/plain": "text",
};

/** As much of an answer as the call log keeps, so that a repeated call gets all of it. */
export const longestAnswer = 65_536;

/** What an answer's template names: `ticket.…` from the given scope, `request.…` from the call's body, `outcome` and `now`. */
export function answerScope(ticket: Scope, request: unknown, outcome: CallOutcome): Scope {
  const rest = scopeOf({ request, outcome });
  return { get: (path) => (path[0] === "request" || path[0] === "outcome" ? rest.get(path) : ticket.get(path)) };
}

/**
 * The answer to a call that worked. A template that can't be rendered doesn't undo the call: the answer is then the display id
 * as JSON, and `note` says what is wrong with the template.
 */
export function renderAnswer(
  { contentType, body }: WebMethod["response"],
  scope: Scope,
  displayId: string,
  now: Date,
): { contentType: ResponseType; body: string; note?: string } {
  try {
    const limits = { outputChars: longestAnswer };
    return { contentType, body: renderTemplate(compileTemplate(body), contextOf[contentType], scope, { now, limits }) };
  } catch (error) {
    if (!isTemplateError(error)) throw error;
    return {
      contentType: "application/json",
      body: JSON.stringify({ displayId }),
      note: `The response template could not be filled in, so the display id was answered instead: ${error.message}`,
    };
  }
}
