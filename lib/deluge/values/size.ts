import type { Context } from "./context";
import { fail, LimitError } from "./errors";

const deepestNesting = 500;

/** One level further down; ScriptError in circles and beyond what has a text, an equal or a JSON form. */
export const deeper = (depth: number): number =>
  depth >= deepestNesting ? fail(`Lists and maps may be nested ${deepestNesting} deep`) : depth + 1;

/** Throws LimitError when a text would be longer than one may be (§10). */
export function checkLength(length: number, { limits }: Context): void {
  if (length > limits.textLength) {
    throw new LimitError("text", `The limit of Text Length has reached its maximum ${limits.textLength}`);
  }
}

/** Throws LimitError when a list, map or collection would have more entries than one may (§10). */
export function checkElements(count: number, { limits }: Context): void {
  if (count > limits.elements) {
    throw new LimitError("elements", `The limit of List Size has reached its maximum ${limits.elements}`);
  }
}

/** Asks for a text of that length before it is made. */
export function spendLength(length: number, context: Context): void {
  checkLength(length, context);
  context.spend(length);
}

/** Asks for that many entries before they are made. */
export function spendElements(count: number, context: Context): void {
  checkElements(count, context);
  context.spend(count);
}

/** Counts going through that many characters or entries without making any: a sixteenth of what making them takes. */
export function spendReading(count: number, context: Context): void {
  if (count > 1_000) context.spend(count >> 4);
}

/** The text itself, counted. */
export function made(text: string, context: Context): string {
  spendLength(text.length, context);
  return text;
}
