import type { Expression } from "../ast";
import type { Reference, Referring, Resolution, Scope, Variable } from "../check/resolution";
import type { LineIndex } from "../syntax/line-index";
import type { RuntimeName } from "./runtime";

/** Beyond so many, constants are read from their table: each name of its own costs a slot. */
const mostNames = 2_000;

/**
 * What the code of one source is written with. Nothing of a script is ever spliced into the code but safe integers and
 * numbers of lines: names become slots, everything else goes through the table of constants.
 */
export type Emitter = {
  resolution: Resolution;
  lines: LineIndex;
  /** Functions that wait for something, their callers included. */
  waiting: ReadonlySet<Scope>;
  isTraced: boolean;
  /** Of the function being written. */
  scope: Scope;
  constants: unknown[];
  known: Map<unknown, string>;
  used: Set<RuntimeName>;
  /** Temporaries in use, and the most that were. */
  temporaries: { live: number; most: number };
  /** Expressions written so far that give TEXT for certain. */
  texts: Set<Expression>;
  loops: number;
  /** Units of the budget for what the expressions written so far make when they are evaluated. */
  weight: number;
  /** Code of an expression: the way back for the parts of one. */
  expression(node: Expression): string;
};

/** A constant's place in the code; equal primitives share one. */
export function constant(emitter: Emitter, value: unknown): string {
  const known = emitter.known.get(value);
  if (known !== undefined) return known;
  const index = emitter.constants.push(value) - 1;
  const code = index < mostNames ? `k${index}` : `K[${index}]`;
  emitter.known.set(value, code);
  return code;
}

export const constantNames = ({ constants }: Emitter): string =>
  constants
    .slice(0, mostNames)
    .map((_, index) => `k${index}=K[${index}]`)
    .join(",");

/** Name of something of runtime.ts. */
export function runtime(emitter: Emitter, name: RuntimeName): string {
  emitter.used.add(name);
  return name;
}

export function temporary({ temporaries }: Emitter): string {
  const name = `t${temporaries.live++}`;
  temporaries.most = Math.max(temporaries.most, temporaries.live);
  return name;
}

export const slot = (variable: Variable): string => `v${variable.slot}`;

export const referenceOf = (emitter: Emitter, node: Referring): Reference | undefined =>
  emitter.resolution.references.get(node);

/** The variable a name, or `input.x`, stands for. */
export function variableOf(emitter: Emitter, node: Expression): Variable | undefined {
  if (node.kind !== "name" && node.kind !== "member") return undefined;
  const reference = referenceOf(emitter, node);
  return reference?.kind === "variable" ? reference.variable : undefined;
}

/** The value of a promise, at the few places where one can be. */
export const awaited = (code: string): string => `(await r.wait(${code}))`;

/** What can't be written: the source has errors, and check() said so. */
export function unwritten(what: string): never {
  throw new Error(`No code for ${what}`);
}
