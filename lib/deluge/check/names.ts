import type { FunctionNode, Script } from "../ast";
import type { Report } from "./report";
import type { Scope } from "./resolution";

/** Functions and parameters of the same name (§6.1). */
export function checkHeaders({ functions }: Script, report: Report) {
  const paths = new Set<string>();
  for (const node of functions) {
    const path = node.path.map(({ text }) => text).join(".");
    const last = node.path.at(-1);
    if (paths.has(path) && last) report.error(last, "duplicate-function", `Function '${path}' is already defined`);
    paths.add(path);
    checkParameters(node, report);
  }
}

function checkParameters({ parameters }: FunctionNode, report: Report) {
  const names = new Set<string>();
  for (const { name } of parameters) {
    if (names.has(name.text)) report.error(name, "duplicate-parameter", `Parameter '${name.text}' is already defined`);
    names.add(name.text);
  }
}

/** Variables nobody reads. Loop variables, caught errors and parameters may be there for their own sake. */
export function checkUnused(scope: Scope, report: Report) {
  for (const { role, reads, name, definition } of scope.variables)
    if (role === "variable" && reads.length === 0)
      report.hint(definition, "unused-variable", `Variable '${name}' is never read`);
}
