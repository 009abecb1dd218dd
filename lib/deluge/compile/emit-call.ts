import type { Argument, Expression } from "../ast";
import type { Scope } from "../check/resolution";
import { CallSite } from "./call-site";
import { awaited, constant, type Emitter, referenceOf, runtime, unwritten } from "./emitter";
import { fastCalls } from "./fast-calls";
import { held, operand } from "./operand";

type CallNode = Extract<Expression, { kind: "call" | "method" }>;

const callSites = (node: CallNode, emitter: Emitter) => {
  const reference = referenceOf(emitter, node);
  return reference?.kind === "builtin" ? reference.entries : unwritten(node.kind);
};

const values = (given: readonly Argument[], emitter: Emitter) =>
  given.map(({ value }) => emitter.expression(value)).join(",");

/** A call by a path: of the source's own functions, the library's, other stored ones, the host's (spec/deluge.md §6.1, §9). */
export function emitCall(node: CallNode, emitter: Emitter): string {
  const reference = referenceOf(emitter, node);
  const given = node.arguments;
  switch (reference?.kind) {
    case "own":
      return emitOwnCall(reference.scope, given, emitter);
    case "free": {
      const { call, isAsync, path } = reference.function;
      if (!isAsync) return `${constant(emitter, call)}(${["r", ...pairs(given, emitter)].join(",")})`;
      return emitOutside(path, call, given, emitter);
    }
    case "stored":
      return awaited(
        `${runtime(emitter, "stored")}(r,${constant(emitter, reference.path)},[${values(given, emitter)}])`,
      );
    case "host-task":
      return awaited(
        `${runtime(emitter, "hostTask")}(r,${constant(emitter, reference.path)},{arguments:[${values(given, emitter)}]})`,
      );
    case "system":
      return `${constant(emitter, reference.variable.read)}(r)`;
    case "builtin": {
      const [receiver, ...rest] = given;
      if (!receiver) return unwritten("a call without its receiver");
      const live = emitter.temporaries.live;
      const parts: string[] = [];
      const code = emitSite(node, operand(receiver.value, parts, emitter), rest, parts, emitter);
      emitter.temporaries.live = live;
      return parts.length === 0 ? code : `(${parts.join(",")},${code})`;
    }
    default:
      return unwritten(`${node.kind} ${reference?.kind}`);
  }
}

function emitOutside(path: string, call: unknown, given: readonly Argument[], emitter: Emitter): string {
  if (!emitter.isTraced) return awaited(`${constant(emitter, call)}(${["r", ...pairs(given, emitter)].join(",")})`);
  const list = `[${pairs(given, emitter).join(",")}]`;
  return awaited(`${runtime(emitter, "tracedCall")}(r,${constant(emitter, path)},${constant(emitter, call)},${list})`);
}

function emitOwnCall(scope: Scope, given: readonly Argument[], emitter: Emitter): string {
  const index = emitter.resolution.scopes.indexOf(scope);
  const parameters = given.map(({ value }) => emitter.expression(value));
  while (parameters.length < scope.parameters.length) parameters.push("null");
  const code = `f${index}(${["r", "d+1", ...parameters].join(",")})`;
  return emitter.waiting.has(scope) ? `(await ${code})` : code;
}

/** An argument; a `key : value` one is a Pair of the two (builtin.ts). */
function pair({ key, value }: Argument, emitter: Emitter): string {
  const code = emitter.expression(value);
  return key ? `new ${runtime(emitter, "Pair")}(${emitter.expression(key)},${code})` : code;
}

const pairs = (given: readonly Argument[], emitter: Emitter): string[] =>
  given.map((argument) => pair(argument, emitter));

/** A built-in on an evaluated receiver: `x.f(a)`. */
export const emitMethod = (
  node: Extract<Expression, { kind: "method" }>,
  receiver: string,
  parts: string[],
  emitter: Emitter,
): string => emitSite(node, receiver, node.arguments, parts, emitter);

function emitSite(
  node: CallNode,
  receiver: string,
  given: readonly Argument[],
  parts: string[],
  emitter: Emitter,
): string {
  const name = node.name.text;
  const entries = callSites(node, emitter);
  const site = constant(emitter, new CallSite(name, entries));
  const lower = name.toLowerCase();
  const fast = fastCalls.get(`${lower} ${given.length}`);
  const isAsync = entries.some((entry) => entry.isAsync);
  if (lower === "ifnull" && given.length === 1 && given[0]) {
    return `(${receiver}===null?${operand(given[0].value, parts, emitter)}:${receiver})`;
  }
  if (fast && !isAsync) {
    return `${runtime(emitter, fast)}(${["r", site, receiver, ...pairs(given, emitter)].join(",")})`;
  }
  // One after the other: each is held before the next one's code takes temporaries.
  const evaluated = given.map((argument) => held(pair(argument, emitter), parts, emitter));
  const list = ["r", receiver, ...evaluated].join(",");
  const code = `(${runtime(emitter, "sightOf")}(${receiver})===${site}.seen?${site}.call(${list}):${site}.slow(${list}))`;
  return isAsync ? awaited(code) : code;
}
