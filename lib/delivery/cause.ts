import type { Attempt } from "./delivery";
import { retriedErrors } from "./retry-policy";

const causes: Record<NonNullable<Attempt["error"]>["kind"], string> = {
  ...retriedErrors,
  status: "the partner did not answer with success",
  interrupted: "the worker stopped before a reply was recorded",
  credentials: "the stored credentials could not be used",
  unreadable: "what was stored can't be read any more",
  invalid_url: "the address is not a valid URL",
  proxy: "the proxy on our side could not be used",
};

/** Why an attempt did not succeed, as the end of a sentence for administrators. Names no address. */
export function causeOf({ outcome, response, error }: Pick<Attempt, "outcome" | "response" | "error">): string {
  if (outcome === "interrupted") return causes.interrupted;
  if (response) return `the partner answered ${response.status}`;
  return error ? causes[error.kind] : "no reply was recorded";
}
