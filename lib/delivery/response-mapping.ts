import { isAppError } from "@/lib/core/errors";
import type { IncomingResponse } from "@/lib/core/transport";
import { convertValue } from "@/lib/desk/convert";
import type { CustomField, CustomForm, FormValues } from "@/lib/desk/custom-forms";
import type { TicketGraph } from "@/lib/desk/ticket";
import { decodeReply, findInReply, problemWithPath } from "@/lib/wire/codec";
import type { ResponseContentType } from "@/lib/wire/codec/content-types";
import type { ResponseField, WebhookConfig } from "./webhook";

/** The forms a reply changes, complete with the rows it leaves alone, and one sentence for each value that went nowhere. */
export type MappedResponse = { forms: FormValues; notes: string[] };

/** Puts values of a reply into custom form fields (spec §4.5). A value that is missing or doesn't fit leaves its field alone. */
export function mapResponse(
  { responseFields, responseContentType }: Pick<WebhookConfig, "responseFields" | "responseContentType">,
  graph: TicketGraph,
  reply: Pick<IncomingResponse, "body">,
): MappedResponse {
  if (responseFields.length === 0) return { forms: {}, notes: [] };
  const decoded = decodeReply(responseContentType, reply.body);
  if (!decoded.ok) return { forms: {}, notes: [`${decoded.message} No field was filled.`] };
  const forms: FormValues = {};
  const notes: string[] = [];
  for (const responseField of responseFields) {
    const target = targetOf(graph, responseField);
    if (typeof target === "string") notes.push(target);
    else {
      const note = place(graph, target, forms, { type: responseContentType, value: decoded.value }, responseField.path);
      if (note) notes.push(note);
    }
  }
  return { forms, notes };
}

type Target = { form: CustomForm; field: CustomField };

function targetOf(graph: TicketGraph, { path, formId, fieldId }: ResponseField): Target | string {
  const form = graph.forms.find((candidate) => candidate.id === formId);
  if (!form) return `“${path}” went nowhere: its custom form is gone or isn't on this type of ticket.`;
  const field = form.fields.find((candidate) => candidate.id === fieldId);
  return field ? { form, field } : `“${path}” went nowhere: its field on “${form.name}” is gone.`;
}

type Reply = { type: ResponseContentType; value: unknown };

/** Sets one field in the first row, made if there is none. Returns why not, if not. */
function place({ ticket }: TicketGraph, { form, field }: Target, forms: FormValues, reply: Reply, path: string) {
  const name = `“${form.name} › ${field.name}”`;
  const problem = problemWithPath(reply.type, path);
  if (problem) return `“${path}”: ${problem}. ${name} was left as it was.`;
  let found: unknown;
  try {
    found = findInReply(reply.type, reply.value, path);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return `“${path}”: ${error.message} ${name} was left as it was.`;
  }
  if (found === undefined) return `“${path}” is not in the reply; ${name} was left as it was.`;
  const converted = convertValue(field, typeof found === "string" ? found.replaceAll("\0", "").toWellFormed() : found);
  if (!converted.ok) return `${converted.message} (from “${path}”); it was left as it was.`;
  const [first = {}, ...rest] = forms[form.id] ?? ticket.forms[form.id] ?? [];
  forms[form.id] = [{ ...first, [field.id]: converted.value }, ...rest];
  return undefined;
}
