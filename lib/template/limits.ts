import { TemplateError } from "./errors";

/** What one template may use. Counts are characters, except `nesting` (levels) and `loopSteps` (passes through a loop body). */
export type Limits = {
  /** Levels of if/for, parentheses and data inside data. */
  nesting: number;
  outputChars: number;
  loopSteps: number;
  templateChars: number;
  /** Characters and list items all filters and comparisons of one render may read. */
  workChars: number;
};

export const defaultLimits: Limits = {
  nesting: 50,
  outputChars: 5_000_000,
  loopSteps: 100_000,
  templateChars: 1_000_000,
  workChars: 50_000_000,
};

/** What is left of the limits during one render, and where in the source we are. */
export type Budget = {
  readonly source: string;
  at: number;
  work: number;
  readonly limits: Limits;
};

export const count = (amount: number): string => amount.toLocaleString("en-US");

export function exceeded(source: string, at: number, message: string): TemplateError {
  return new TemplateError(message, source, at, 1, "limit");
}

/** Counts work done; throws TemplateError("limit") when the render has done too much. */
export function charge(budget: Budget, amount: number): void {
  budget.work += amount;
  if (budget.work > budget.limits.workChars) {
    throw exceeded(
      budget.source,
      budget.at,
      `The filters of this template read more than ${count(budget.limits.workChars)} characters. Use smaller values or fewer loops`,
    );
  }
}

/** Throws TemplateError("limit") when a text of `length` would be more than one request may hold. */
export function checkLength(budget: Budget, length: number): void {
  if (length > budget.limits.outputChars) {
    throw exceeded(
      budget.source,
      budget.at,
      `The result is longer than ${count(budget.limits.outputChars)} characters. Send fewer fields or rows`,
    );
  }
}
