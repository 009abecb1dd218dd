import type { CustomForm } from "@/lib/desk/custom-forms";
import { formFieldOf } from "@/lib/desk/field-ref";
import { checkTemplate } from "@/lib/template/check";
import { problemWithPath } from "@/lib/wire/codec";
import { targetOf } from "./targets";
import type { WebMethodInput } from "./web-method";

/** Mistakes that saving refuses, by form field: paths that can't name anything, fields that are gone, a template that can't be read. */
export function checkWebMethod(input: WebMethodInput, allForms: readonly CustomForm[]): Record<string, string[]> {
  const errors: Record<string, string[]> = {};
  const forms = allForms.filter(({ ticketTypeIds }) => ticketTypeIds.includes(input.ticketTypeId));
  const checkPath = (field: string, path: string) => {
    if (path.trim() === "") return;
    const problems = input.contentTypes.map((type) => problemWithPath(type, path));
    // One of several content types may spell it another way.
    const [first] = problems;
    if (first !== undefined && problems.every((problem) => problem !== undefined)) errors[field] = [first];
  };
  for (const [index, { path, target }] of input.mappings.entries()) {
    checkPath(`mappings.${index}.path`, path);
    if (target !== "" && !targetOf(target, forms))
      errors[`mappings.${index}.target`] = ["This field is gone, or is not on this type of ticket: choose another"];
  }
  checkPath("match.path", input.match.path);
  checkPath("idempotencyPath", input.idempotencyPath);
  if (input.match.path !== "" && input.match.by === "field" && !formFieldOf(forms, input.match.field))
    errors["match.field"] = ["Choose the custom form field that holds the value"];
  for (const { severity, message, line, column } of checkTemplate(input.response.body, () => true))
    if (severity === "error") errors["response.body"] ??= [`${message} (line ${line}, column ${column})`];
  return errors;
}
