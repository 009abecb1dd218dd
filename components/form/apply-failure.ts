import type { FieldPath, FieldValues, UseFormReturn } from "react-hook-form";
import type { Failure } from "@/lib/core/result";

type Target<Values extends FieldValues, Context, Output> = Pick<
  UseFormReturn<Values, Context, Output>,
  "setError" | "getValues"
>;

/**
 * Puts a failed action's messages beside their fields and focuses the first one.
 * What no field of the form can show goes into the message above the form.
 */
export function applyFailure<Values extends FieldValues, Context, Output>(
  form: Target<Values, Context, Output>,
  failure: Failure,
): void {
  const values = form.getValues();
  const homeless: string[] = [];
  let shown = 0;
  for (const [name, [message]] of Object.entries(failure.fields ?? {})) {
    if (!message) continue;
    if (holds(values, name))
      form.setError(name as FieldPath<Values>, { type: "server", message }, { shouldFocus: shown++ === 0 });
    else homeless.push(name ? `${name}: ${message}` : message);
  }
  const root = [shown > 0 && failure.code === "invalid" ? "" : failure.message, ...homeless].filter(Boolean).join(" ");
  if (root) form.setError("root", { type: failure.code, message: root });
}

/** Whether a dotted path such as `headers.0.name` starts at a value of the form. */
function holds(values: FieldValues, path: string): boolean {
  const [first = ""] = path.split(".");
  return first !== "" && Object.hasOwn(values, first);
}
