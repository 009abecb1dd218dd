/** What a script may catch; `line` is set where it left a statement (spec/deluge.md §6.10, §11). */
export class ScriptError extends Error {
  line = 0;
}

/** A budget ran out: ends the execution, not catchable (§6.10, §10). */
export class LimitError extends Error {
  line = 0;
  constructor(
    readonly limit: "statements" | "calls" | "time" | "text" | "elements" | "made" | "info" | "outgoing" | "mails",
    message: string,
  ) {
    super(message);
  }
}

/** Throws what a script may catch. */
export function fail(message: string): never {
  throw new ScriptError(message);
}
