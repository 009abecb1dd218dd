import type { Expression, Name } from "../ast";
import type { Options } from "../options";
import type { Signature } from "../run";
import type { Inferred } from "./inferred";
import type { Report } from "./report";
import type { Reference, Referring, StoredFunction, Variable } from "./resolution";
import type { OpenScope } from "./scopes";

/** What a check knows besides the source. */
export type CheckContext = {
  /** Parameters and return type of a bare body, from the form. */
  signature?: Signature;
  /** Unset: nothing is known about tasks of the host, and none is warned about. */
  hasTask?: (path: string) => boolean;
  /** Unset: nothing is known about other stored functions, and any path of a known namespace will do. */
  functions?: readonly StoredFunction[];
  options?: Partial<Options>;
};

/** A check on its way through the source. */
export type State = {
  report: Report;
  context: CheckContext;
  scopes: readonly OpenScope[];
  entry: OpenScope;
  /** The function being read. */
  scope: OpenScope;
  own: ReadonlyMap<string, OpenScope>;
  stored: ReadonlyMap<string, StoredFunction>;
  /** First words of the paths of `own` and `stored`. */
  namespaces: ReadonlySet<string>;
  references: Map<Referring, Reference>;
  bindings: Map<Name, Variable>;
  types: Map<Expression, Inferred>;
  /** Resolves an expression whose value is used, and tells its type. */
  read(node: Expression): Inferred;
  /** Checks that need the types of a whole function. */
  later: (() => void)[];
  /** Loops around the current statement. */
  loops: number;
  /** Looks for what a misspelt name meant, which is slow: only so often. */
  suggestionsLeft: number;
};

/** Whether another suggestion may be looked for. */
export function maySuggest(state: State): boolean {
  return state.suggestionsLeft-- > 0;
}
