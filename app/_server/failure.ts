import { isAppError } from "@/lib/core/errors";
import type { Failure } from "@/lib/core/result";
import { log } from "./log";

/** What the caller may know of an error; anything unexpected is logged and answered in general words. */
export function failureOf(error: unknown): Failure {
  if (isAppError(error) && error.code !== "unexpected")
    return { code: error.code, message: error.message, fields: error.fields };
  log.error({ err: error }, "unexpected error");
  return {
    code: "unexpected",
    message: "Something went wrong. It has been logged; try again, and tell an administrator if it stays.",
  };
}
