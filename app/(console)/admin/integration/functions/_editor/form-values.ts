import { toNestErrors } from "@hookform/resolvers";
import type { FieldError, Resolver } from "react-hook-form";
import { fieldErrors } from "@/lib/core/field-errors";
import { type CallbackFunction, callLimits, type FunctionInput, functionInput } from "@/lib/functions/function";

type Limits = FunctionInput["limits"];

/** What the form holds. A blank number is none yet. */
export type FunctionValues = Omit<FunctionInput, "limits"> & {
  limits: { [Name in keyof Limits]: number | undefined };
};

/** The part of a stored function that a form edits. */
export const valuesOf = (callable: CallbackFunction | FunctionInput): FunctionValues => {
  const { name, returnType, description, apiName, parameters, source, limits } = callable;
  return { name, returnType, description, apiName, parameters, source, limits };
};

export const newValues = (): FunctionValues => ({ ...valuesOf(functionInput.parse({ name: "x" })), name: "" });

/** Left out, a number would take its default; a box that was emptied is a mistake. */
const parsed = (values: FunctionValues) => {
  const limits = Object.keys(callLimits.shape).map((name) => [name, values.limits[name as keyof Limits] ?? null]);
  return functionInput.safeParse({ ...values, limits: Object.fromEntries(limits) });
};

/** The same rules as the server's, as react-hook-form wants them. The script itself is judged by the editor and the server. */
export const functionResolver: Resolver<FunctionValues, unknown, FunctionInput> = (values, _context, options) => {
  const { data, error } = parsed(values);
  if (data) return { values: data, errors: {} };
  const flat = Object.entries(fieldErrors(error)).map(([path, [message]]): [string, FieldError] => [
    path,
    { type: "check", message },
  ]);
  return { values: {}, errors: toNestErrors(Object.fromEntries(flat), options) };
};
