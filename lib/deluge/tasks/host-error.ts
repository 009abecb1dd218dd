import { fail, LimitError, ScriptError } from "../values/errors";

/** What a host could not do is an error of the script, in the host's words; a budget that ran out stays one. */
export function inHostsWords(error: unknown): never {
  if (error instanceof ScriptError || error instanceof LimitError) throw error;
  return fail(error instanceof Error ? error.message : String(error));
}
