import { LimitError, ScriptError } from "../values/errors";
import { Caught } from "../values/value";

// What JavaScript throws by itself never reaches a script: its texts tell about the program, not about the script.

/** An error of the language: its own ones as they are, what JavaScript ran out of as a limit, anything else without details. */
export function failureOf(error: unknown): ScriptError | LimitError {
  if (error instanceof ScriptError || error instanceof LimitError) return error;
  if (error instanceof RangeError) return rangeFailure(error);
  const failure = new ScriptError("This statement could not be executed because of an internal error");
  failure.cause = error;
  return failure;
}

function rangeFailure(error: RangeError): LimitError {
  const failure = /call stack/i.test(error.message)
    ? new LimitError("calls", "Calls and values are nested too deep")
    : new LimitError("text", "A text or list is longer than one may be");
  failure.cause = error;
  return failure;
}

/** What a promise failed with: an error of the host is one a script may catch, with its message (host.ts). */
export function hostFailure(error: unknown): ScriptError | LimitError {
  if (error instanceof ScriptError || error instanceof LimitError) return error;
  if (error instanceof Error && !isProgramming(error)) return new ScriptError(error.message);
  return failureOf(error);
}

const isProgramming = ({ name }: Error) =>
  name === "TypeError" || name === "RangeError" || name === "ReferenceError" || name === "SyntaxError";

/** The error with its line, unless a deeper function set it already. */
export function leaving(error: unknown, line: number): ScriptError | LimitError {
  const failure = failureOf(error);
  if (failure.line === 0) failure.line = line;
  return failure;
}

/** What `catch (e)` binds; a limit passes (spec/deluge.md §6.10). */
export function caught(error: unknown, line: number): Caught {
  const failure = leaving(error, line);
  if (failure instanceof LimitError) throw failure;
  return new Caught(failure.message, failure.line);
}
