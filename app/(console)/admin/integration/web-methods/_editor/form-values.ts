import { toNestErrors } from "@hookform/resolvers";
import type { FieldError, Resolver } from "react-hook-form";
import { fieldErrors } from "@/lib/core/field-errors";
import type { CustomForm } from "@/lib/desk/custom-forms";
import { checkWebMethod } from "@/lib/inbound/check-web-method";
import { type WebMethod, type WebMethodInput, webMethodInput } from "@/lib/inbound/web-method";

/** What the form holds. A blank rate is no number yet. */
export type WebMethodValues = Omit<WebMethodInput, "ratePerMinute"> & { ratePerMinute: number | undefined };

/** The settings of a stored web method, without what the store keeps besides. */
export function valuesOf(webMethod: WebMethod): WebMethodValues {
  const keys = Object.keys(webMethodInput.shape) as (keyof WebMethodInput)[];
  return Object.fromEntries(keys.map((key) => [key, webMethod[key]])) as unknown as WebMethodInput;
}

export const newValues = (ticketTypeId: number): WebMethodValues => ({
  ...webMethodInput.parse({ name: "x", ticketTypeId }),
  name: "",
});

/** Left out, a number would take its default; a box that was emptied is a mistake. */
const parsed = (values: WebMethodValues) =>
  webMethodInput.safeParse({ ...values, ratePerMinute: values.ratePerMinute ?? null });

/** Every mistake by dotted path: what the schema says, then what paths, targets and the template say. */
export function mistakesIn(values: WebMethodValues, forms: readonly CustomForm[]): Record<string, string[]> {
  const { error } = parsed(values);
  const fromSchema = error ? fieldErrors(error) : {};
  return { ...checkWebMethod({ ...values, ratePerMinute: values.ratePerMinute ?? 0 }, forms), ...fromSchema };
}

/** The same rules as the server's, as react-hook-form wants them. */
export const webMethodResolver =
  (forms: readonly CustomForm[]): Resolver<WebMethodValues, unknown, WebMethodInput> =>
  (values, _context, options) => {
    const mistakes = mistakesIn(values, forms);
    const { data } = parsed(values);
    if (data && Object.keys(mistakes).length === 0) return { values: data, errors: {} };
    const flat = Object.entries(mistakes).map(([path, [message]]): [string, FieldError] => [
      path,
      { type: "check", message },
    ]);
    return { values: {}, errors: toNestErrors(Object.fromEntries(flat), options) };
  };
