import type { Mode } from "./escape";
import type { Budget } from "./limits";

/** What a filter may know besides its values. */
export type FilterEnv = Budget & {
  readonly now: Date | undefined;
  readonly timeZone: string;
  readonly dateFormat: string;
};

export type FilterArg = { name: string; isOptional?: boolean };

/** One `| name(…)`. `call` never throws anything but TemplateError, whatever the values are. */
export type Filter = {
  doc: string;
  args: readonly FilterArg[];
  call: (value: unknown, args: readonly unknown[], env: FilterEnv) => unknown;
  /** Judges literal arguments when the template is read (others are undefined); returns the problem. */
  check?: (args: readonly unknown[]) => string | undefined;
  /** Where the result needs no further escaping when this filter comes last. */
  finalIn?: (firstArg: unknown) => readonly Mode[];
  /** The filter adds markup, so in XML its input is escaped first. */
  isMarkup?: boolean;
};
