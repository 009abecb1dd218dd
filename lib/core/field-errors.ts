import type { z } from "zod";
import "./messages";

/** Every issue by dotted field path (`parameters.0.name`), as forms and the API show them. The empty path is the whole input. */
export function fieldErrors(error: z.ZodError): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const issue of error.issues) {
    const path = issue.path.join(".");
    fields[path] = [...(fields[path] ?? []), issue.message];
  }
  return fields;
}
