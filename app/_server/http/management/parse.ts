import type { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { fieldErrors } from "@/lib/core/field-errors";

/** The value as the schema makes it, or AppError("invalid") that names the first problem and carries all. */
export function checked<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const fields = fieldErrors(result.error);
  const [at, messages] = Object.entries(fields)[0] ?? [];
  const first = messages?.[0] ?? "The request is not valid";
  throw new AppError("invalid", `${at ? `${at}: ` : ""}${first.replace(/[.]$/, "")}.`, fields);
}
