import type { Expression, FunctionNode, Name, TaskNode } from "../ast";
import type { Builtin, FreeFunction, SystemVariable, Task } from "../builtins/builtin";
import type { Span } from "../diagnostic";
import type { Signature } from "../run";

/** A variable of one function. Blocks open no scope; only a caught error lives in its `catch` block alone (§3, §6.10). */
export type Variable = {
  /** As written: case-sensitive. */
  name: string;
  role: "parameter" | "variable" | "loop" | "error";
  /** Index into its scope's `variables`, so that an execution can hold them in an array. */
  slot: number;
  /** Where it gets its first value: the name in the header, the assignment, the loop or the `catch`; empty for a parameter
   * that comes from outside the source. */
  definition: Span;
  /** End of the `catch` block a caught error is known in. */
  until?: number;
  /** Places that read it, in text order. */
  reads: Span[];
  /** Places that assign it, the definition included. */
  writes: Span[];
};

/** The variables of one function, or of a bare body. */
export type Scope = {
  /** Null for a bare body. */
  function: FunctionNode | null;
  /** As calls write it, "standalone.fullName"; "" for a bare body. */
  path: string;
  /** In the order of the header; the first ones of `variables`. */
  parameters: readonly Variable[];
  variables: readonly Variable[];
};

/** Another stored function that scripts may call. `signature` unset: its arguments are not checked. */
export type StoredFunction = { path: string; signature?: Signature; doc?: string };

/** What a name, a member, a call or a block task means. */
export type Reference =
  /** A name, or `input.x` for the parameter x. */
  | { kind: "variable"; variable: Variable }
  /** `today`, `zoho.currentdate`: a name or a member; with a warning also the call `today()`. */
  | { kind: "system"; variable: SystemVariable }
  /** `zoho.appvariable.X`: `Host.variable` knows; lower-cased path. */
  | { kind: "host-variable"; path: string }
  /** `zoho` of `zoho.currentdate`, `standalone` of `standalone.f()`: no value of its own. */
  | { kind: "namespace" }
  /** `record.Field`, `e.message`, on the value of the member's object. */
  | { kind: "field" }
  /** `x.f(a)` or `f(x, a)`; the receiver is the method's object or the call's first argument. Never empty. */
  | { kind: "builtin"; entries: readonly Builtin[] }
  /** `zoho.encryption.md5(x)`, `randomNumber(1, 6)`; a method's object is part of the path, not a value. */
  | { kind: "free"; function: FreeFunction }
  /** A function of this source; `scope` is its entry in `Resolution.scopes`. */
  | { kind: "own"; scope: Scope }
  /** `standalone.x(…)`, `thisapp.ns.x(…)`, `automation.x(…)` stored elsewhere; path as written. */
  | { kind: "stored"; path: string; function?: StoredFunction }
  /** `zoho.<service>.<task>(…)`, or a block of that name; path as written. */
  | { kind: "host-task"; path: string }
  /** A block task of the library. */
  | { kind: "task"; task: Task }
  /** `POST` of `type : POST`: stands for its own text. */
  | { kind: "bare-word"; text: string }
  /** Means nothing; an error diagnostic says so. */
  | { kind: "unknown" };

/** Nodes that have a reference. */
export type Referring = Extract<Expression, { kind: "name" | "member" | "call" | "method" }> | TaskNode;

/** What everything in a source means, found once; the compiler and the language service both ask here. */
export type Resolution = {
  /** The functions in text order, or the bare body alone. */
  scopes: readonly Scope[];
  /** What runs: the first function, or the bare body (§6.1). */
  entry: Scope;
  references: ReadonlyMap<Referring, Reference>;
  /** Variables of names that are no expressions: parameters, loop variables, caught errors. */
  bindings: ReadonlyMap<Name, Variable>;
};
