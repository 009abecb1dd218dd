import type { Diagnostic } from "./diagnostic";
import type { Limits, Options } from "./options";
import type { Value } from "./values/value";

/** Types a callback function declares for itself and its parameters (spec/deluge.md §1.1, systems.md §0.2). */
export type DeclaredType = "map" | "string" | "int" | "bool" | "date" | "float" | "void" | "list" | "file";

export type Signature = {
  /** A bare body takes these; a header in the source must have as many. */
  parameters: readonly { name: string; type: DeclaredType }[];
  /** Null returns anything. */
  returnType: DeclaredType | null;
};

/** One executed statement, for the console's step view. */
export type TraceStep = {
  line: number;
  /** Path of the function, "" for a bare body. */
  function: string;
  depth: number;
  /** Milliseconds since the start. */
  atMs: number;
  /** Variables this statement gave a new value, as text (cut at 1,000 characters). */
  changes: readonly { name: string; text: string }[];
  /** Tasks and outgoing calls made by it, say "invokeurl GET https://…". */
  calls: readonly string[];
};

export type Outcome = {
  /** Statements counted. */
  statements: number;
  durationMs: number;
  info: readonly string[];
  /** At most `traceSteps`, the first ones; only when asked for. */
  trace?: readonly TraceStep[];
} & (
  | { status: "returned"; value: Value /** Text of the value (§1.4): "" for void. */; output: string }
  | {
      status: "failed";
      /** "script": catchable ones; "limit": a budget ran out; "type": the value is not of the declared return type. */
      kind: "script" | "limit" | "type";
      /** 0 when no line is to blame. */
      line: number;
      message: string;
      /** `Error at line number : N. <message>` (§11), what goes into the reply. */
      text: string;
      /** Stack of an error of the interpreter or of the host's program, for the log alone. */
      internal?: string;
    }
);

/** Source compiled once; execute as often as you like. Holds no values of an execution. */
export type Compiled = { diagnostics: readonly Diagnostic[]; program: Program | null };

/** Opaque outside lib/deluge/compile. */
export type Program = { readonly signature: Signature; readonly functions: readonly string[] };

export type RunSettings = { limits?: Partial<Limits>; options?: Partial<Options>; traceSteps?: number };
