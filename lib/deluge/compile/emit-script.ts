import type { Script } from "../ast";
import type { Resolution, Scope } from "../check/resolution";
import type { LineIndex } from "../syntax/line-index";
import type { Value } from "../values/value";
import { emitExpression } from "./emit-expression";
import { emitStatements } from "./emit-statement";
import { constantNames, type Emitter, runtime, slot } from "./emitter";
import type { Execution } from "./execution";
import { runtimeNames } from "./runtime";
import { waitingScopes } from "./waiting";

/** A compiled function: the execution, the depth of the call, the parameters. */
export type Code = (run: Execution, depth: number, ...parameters: Value[]) => Value | Promise<Value>;

/** Turns a checked source into one function of JavaScript per function of its own, and gives the entry (§6.1). */
export function emitScript(script: Script, resolution: Resolution, lines: LineIndex, isTraced: boolean): Code {
  const emitter: Emitter = {
    ...{ resolution, lines, isTraced, scope: resolution.entry, waiting: waitingScopes(resolution) },
    ...{
      constants: [],
      known: new Map(),
      used: new Set(),
      texts: new Set(),
      temporaries: { live: 0, most: 0 },
      loops: 0,
      weight: 0,
      expression: (node) => emitExpression(node, emitter),
    },
  };
  const functions = resolution.scopes.map((scope, index) => emitFunction(scope, index, script, emitter));
  const names = [...emitter.used].join(",");
  const constants = constantNames(emitter);
  const source = `"use strict";const {${names}}=R;${constants ? `const ${constants};` : ""}
${functions.join("\n")}
return f${resolution.scopes.indexOf(resolution.entry)};`;
  return new Function("R", "K", source)(runtimeNames, emitter.constants) as Code;
}

function emitFunction(scope: Scope, index: number, script: Script, emitter: Emitter): string {
  emitter.scope = scope;
  emitter.temporaries = { live: 0, most: 0 };
  const body = emitStatements(scope.function?.body.statements ?? script.body, emitter);
  const line = emitter.lines.lineAt(scope.function?.start ?? 0);
  const parameters = scope.parameters.map(slot);
  const locals = scope.variables.slice(parameters.length).map((variable) => `${slot(variable)}=null`);
  const temporaries = Array.from({ length: emitter.temporaries.most }, (_, at) => `t${at}`);
  const kind = emitter.waiting.has(scope) ? "async function" : "function";
  const [before, after] = emitter.isTraced ? ["const o=r.trace.current;", "finally{r.trace.current=o;}"] : ["", ""];
  return `const f${index}=(${kind}(${["r", "d", ...parameters].join(",")}){
if(d>r.deepest)r.tooDeep();${before}
let ${[`line=${line}`, ...locals, ...temporaries].join(",")};
try{
${body}
return null;
}catch(x){throw ${runtime(emitter, "leaving")}(x,line);}${after}
});`;
}
