import type { CustomForm } from "@/lib/desk/custom-forms";
import { checkTemplate } from "@/lib/template/check";
import { excerptAt } from "@/lib/template/position";
import { problemWithPath } from "@/lib/wire/codec";
import { checkJsonBody } from "./check-json-body";
import { checkXmlBody } from "./check-xml-body";
import { queryWarning, type RequestWarning } from "./request";
import { knownPaths, knowsPath } from "./scope";
import type { ContentType, WebhookConfig } from "./webhook";

export type WebhookProblems = { errors: Record<string, string[]>; warnings: RequestWarning[] };

/**
 * What saving should refuse (`errors`, by form field) and what a person should look at (`warnings`): templates that can't be
 * read, unknown fields, a JSON body that can't become JSON, a URL that can't be called, replies that can't be mapped.
 */
export function checkWebhook(
  input: WebhookConfig & { ticketTypeId: number },
  allForms: readonly CustomForm[],
): WebhookProblems {
  const problems: WebhookProblems = { errors: {}, warnings: [] };
  const forms = allForms.filter((form) => form.ticketTypeIds.includes(input.ticketTypeId));
  const { parameters } = input;
  checkText(problems, "url", input.url, forms, parameters);
  checkText(problems, "body", input.body, forms, parameters);
  checkHeaders(problems, input, forms);
  checkText(problems, "actionDescription", input.actionDescription, forms, parameters);
  // A default text is rendered before any parameter has a value.
  for (const [index, parameter] of parameters.entries())
    checkText(problems, `parameters.${index}.defaultText`, parameter.defaultText, forms, []);
  checkUrl(problems, input);
  checkBody(problems, input, forms);
  checkResponseFields(problems, input, allForms);
  return problems;
}

function addError({ errors }: WebhookProblems, field: string, message: string) {
  errors[field] = [...(errors[field] ?? []), message];
}

function checkText(
  problems: WebhookProblems,
  field: string,
  source: string,
  forms: readonly CustomForm[],
  parameters: readonly { name: string }[],
) {
  const known = knownPaths(forms, parameters).map(({ path }) => path);
  for (const found of checkTemplate(source, knowsPath(forms, parameters), known)) {
    const { severity, message, line, column, offset, length } = found;
    if (severity === "warning")
      problems.warnings.push({ field, message: `${message}.`.replace(/([.?])\.$/, "$1"), line, column });
    else {
      const [excerpt = ""] = excerptAt(source, offset, length).split("\n");
      addError(problems, field, `${message} (line ${line}, column ${column}): ${excerpt.trim()}`);
    }
  }
}

function checkUrl(problems: WebhookProblems, { url, hasEncodedUrlParameters }: WebhookConfig) {
  const [literal = ""] = url.split(/\{[{%#]/, 1);
  const isPartial = literal.length < url.length && /^h(t(t(p(s?(:(\/\/?)?)?)?)?)?)?$/i.test(literal);
  if (literal !== "" && !isPartial && !/^https?:\/\/./i.test(`${literal}${url.length > literal.length ? "x" : ""}`))
    addError(problems, "url", "The request URL begins with http:// or https:// and a host");
  if (/^https?:\/\/[^/?#]*@/i.test(literal))
    addError(
      problems,
      "url",
      "Leave user name and password out of the URL: the authentication type keeps them encrypted",
    );
  if (!hasEncodedUrlParameters && literal.includes("?"))
    problems.warnings.push({ field: "url", message: queryWarning });
}

/** Types whose syntax is checked as a template: with sample values, and with empty ones. */
const bodyChecks: Partial<Record<ContentType, typeof checkJsonBody>> = {
  "application/json": checkJsonBody,
  "application/xml": checkXmlBody,
};
const sensitive = /cookie|token|secret|passw|api-?key|^x-auth/i;

function checkHeaders(problems: WebhookProblems, { headers, parameters }: WebhookConfig, forms: readonly CustomForm[]) {
  for (const [index, { name, value }] of headers.entries()) {
    const field = `headers.${index}.value`;
    checkText(problems, field, value, forms, parameters);
    if (sensitive.test(name) && value.replace(/\{\{.*?\}\}/gs, "").trim() !== "")
      problems.warnings.push({
        field,
        message:
          "If this is a credential, use the authentication type instead: headers are stored and shown as they are.",
      });
  }
}

function checkBody(problems: WebhookProblems, config: WebhookConfig, forms: readonly CustomForm[]) {
  const { body, method, requestContentType } = config;
  if (body.trim() === "" || problems.errors.body) return;
  const warn = (message: string, place: { line?: number; column?: number } = {}) =>
    problems.warnings.push({ field: "body", message, ...place });
  if (method === "GET") return void warn("A GET request carries no body: the body template is not sent.");
  if (requestContentType === "application/x-www-form-urlencoded" && /[\r\n]/.test(body.trim()))
    warn("Line breaks of the body are sent as part of the values; write the pairs in one line, joined by &.");
  const check = bodyChecks[requestContentType];
  const mistake = check?.(body, forms, config.parameters);
  if (mistake) warn(mistake.message, mistake.place);
}

function checkResponseFields(
  problems: WebhookProblems,
  { responseFields, responseContentType, ticketTypeId }: WebhookConfig & { ticketTypeId: number },
  forms: readonly CustomForm[],
) {
  for (const [index, { path, formId, fieldId }] of responseFields.entries()) {
    const at = `responseFields.${index}`;
    const form = forms.find((candidate) => candidate.id === formId);
    const problem = problemWithPath(responseContentType, path);
    if (problem) addError(problems, `${at}.path`, problem);
    if (!form) addError(problems, `${at}.formId`, "This custom form is gone: choose another");
    else if (!form.ticketTypeIds.includes(ticketTypeId))
      addError(problems, `${at}.formId`, `“${form.name}” isn't on this type of ticket`);
    else if (!form.fields.some((field) => field.id === fieldId))
      addError(problems, `${at}.fieldId`, `This field of “${form.name}” is gone: choose another`);
  }
}
