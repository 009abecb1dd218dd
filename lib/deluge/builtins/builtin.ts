import type { Host } from "../host";
import type { Limits, Options } from "../options";
import type { Kind, Value } from "../values/value";

/** The execution a call belongs to, as built-ins see it. */
export type Run = {
  readonly host: Host;
  readonly options: Options;
  readonly limits: Limits;
  /** Counts what is made in bulk (characters, elements); throws LimitError beyond `limits.made`. */
  spend(units: number): void;
  /** Counts an outgoing call and throws LimitError beyond the limit. */
  spendOutgoing(): void;
  spendMail(): void;
  /** Milliseconds left of `limits.timeMs`. */
  timeLeftMs(): number;
  /** Appends a line to the log, as `info` does. */
  info(text: string): void;
};

/** A type as completion and messages name it; "void" returns nothing usable. */
export type TypeName = Kind | "any" | "void";

export type Parameter = {
  name: string;
  type: TypeName;
  isOptional?: true;
  /** Takes any number from here on; only the last. */
  isRest?: true;
  doc?: string;
};

/**
 * One function of the library. `x.f(a)` and `f(x, a)` are the same call (spec/deluge.md §9); completion, hover, arity
 * checks and docs/deluge.md derive from the entry. Where several entries share a name, the receiver's type picks one.
 */
export type Builtin = {
  /** Official spelling; found case-insensitively. */
  name: string;
  aliases?: readonly string[];
  /** Receiver types. "any" takes what no other entry of the name takes, null included; otherwise a null receiver fails. */
  on: readonly (Kind | "any")[];
  /** Without the receiver. */
  parameters: readonly Parameter[];
  returns: TypeName;
  /** One or two sentences. */
  doc: string;
  /** Source and result, say `"abc".length() -> 3`; checked by a test. */
  example?: string;
  /** Section of spec/deluge.md. */
  section: string;
  /** The receiver is of one of `on`'s types (coerced by §3.2 where needed) and settled; missing arguments are undefined. */
  call(run: Run, self: Value, ...given: Value[]): Value | Promise<Value>;
  /** `call` returns a promise. */
  isAsync?: true;
  /** Takes `key : value` arguments (collections); `call` gets each of those as a Pair (values/pair.ts). */
  takesPairs?: true;
};

/** `zoho.encryption.md5(x)`, `randomNumber(1, 6)`, `getUrl(u)`: called by its path, without a receiver. */
export type FreeFunction = Omit<Builtin, "on" | "call" | "name"> & {
  /** Official spelling, "zoho.encryption.md5" or "openUrl"; found case-insensitively. */
  path: string;
  call(run: Run, ...given: Value[]): Value | Promise<Value>;
};

/** `zoho.currentdate`, `today`: read without parentheses; a bare one gives way to a variable of its name. */
export type SystemVariable = { path: string; type: TypeName; doc: string; section: string; read(run: Run): Value };

export type TaskAttribute = {
  /** Lower case: "url", "reply to", "response-format". */
  key: string;
  type: TypeName;
  isRequired?: true;
  /** Words that need no quotes here: `type : POST`. */
  bareWords?: readonly string[];
  doc: string;
};

/** A block task, `invokeurl [ … ]`. Evaluated attributes come by lower-cased key. */
export type Task = {
  path: string;
  attributes: readonly TaskAttribute[];
  /** "void": a statement only. */
  returns: TypeName;
  doc: string;
  section: string;
  call(run: Run, attributes: ReadonlyMap<string, readonly Value[]>): Promise<Value>;
};
