import type { Expression } from "../ast";
import { type Emitter, temporary } from "./emitter";

/** A place in the code that may be read more than once: a variable, a literal, a temporary. */
export type Operand = string;

/** Variables, temporaries, constants and literals. */
export const isPlain = (code: string): boolean => /^(?:[vtk]\d+|K\[\d+\]|\d+|\(-\d+\)|null|true|false)$/.test(code);

/** Evaluates now, into a temporary unless it is plain. Temporaries stay in use until the chain's part is written. */
export const operand = (node: Expression, parts: string[], emitter: Emitter): Operand =>
  held(emitter.expression(node), parts, emitter);

export function held(code: string, parts: string[], emitter: Emitter): Operand {
  if (isPlain(code)) return code;
  const name = temporary(emitter);
  parts.push(`${name}=${code}`);
  return name;
}
