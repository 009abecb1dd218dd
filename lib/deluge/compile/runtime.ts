import type { Run } from "../builtins/builtin";
import { parseDateText } from "../dates/parse-date";
import type { TaskInput } from "../host";
import { add, concatenate, divide, multiply, negate, plus, remainder, subtract } from "../values/arithmetic";
import { isTrue } from "../values/convert";
import { compare, equal } from "../values/equal";
import { fail } from "../values/errors";
import { Pair } from "../values/pair";
import { textOf } from "../values/text";
import { KeyValue, List, type Value } from "../values/value";
import { sightOf } from "./call-site";
import type { Execution } from "./execution";
import { caught, leaving } from "./failure";
import * as fast from "./fast-calls";
import { field, setField } from "./field";
import { each, indexes } from "./iterate";
import { collection, keyedCollection, makeList, makeMap, mapOf } from "./make";
import { isIn, isLike } from "./membership";

/** A date literal: its instant depends on the portal's zone (spec/deluge.md §2.6). */
export class DateText {
  private zone = "";
  private value: Value = null;
  constructor(private readonly text: string) {}

  in({ host }: Run): Value {
    if (this.zone !== host.timeZone) {
      this.value = parseDateText(this.text, host.timeZone) ?? this.text;
      this.zone = host.timeZone;
    }
    return this.value;
  }
}

/** A value only some hosts have (§9.12). */
const hostVariable = (run: Run, path: string): Value =>
  run.host.variable(path) ?? fail(`'${path}' is not available here`);

/** Another stored function (§6.1). */
async function stored(run: Execution, path: string, values: readonly Value[]): Promise<Value> {
  run.trace?.call(path, values);
  run.spendOutgoing();
  const called = run.host.callFunction?.(path, values);
  return called === undefined ? fail(`Not able to find '${path}' function`) : ((await called) ?? null);
}

/** `zoho.<service>.<task>(…)` or a block of such a name (§7). */
async function hostTask(run: Execution, path: string, input: TaskInput): Promise<Value> {
  const details = "arguments" in input ? input.arguments : [...input.attributes.values()].flat();
  run.trace?.call(path, details);
  if (!run.host.hasTask(path)) return fail(`'${path}' is not available here`);
  run.spendOutgoing();
  return (await run.host.runTask(path, input)) ?? null;
}

/** `info expr;` (§6.13). */
const inform = (run: Run, value: Value): void => run.info(textOf(value, run));

/** `throw expr;`: the text of the value is the message (§6.11). */
const raise = (run: Run, value: Value): never => fail(textOf(value, run));

type Attributes = ReadonlyMap<string, readonly Value[]>;

/** With the method and the address for an invokeurl, the recipients for a sendmail. */
function tracedTask(
  run: Execution,
  path: string,
  call: (run: Run, attributes: Attributes) => Promise<Value>,
  attributes: Attributes,
) {
  const shown = ["type", "url", "to", "subject"].flatMap((key) => attributes.get(key) ?? []);
  run.trace?.call(path, shown);
  return call(run, attributes);
}

function tracedCall(
  run: Execution,
  path: string,
  call: (run: Run, ...given: Value[]) => Value | Promise<Value>,
  given: Value[],
) {
  run.trace?.call(path, given.slice(0, 1));
  return call(run, ...given);
}

/** All that generated code can name. */
export const runtimeNames = {
  ...{ add, concatenate, divide, multiply, negate, plus, remainder, subtract, equal, compare, isTrue, isIn, isLike },
  ...{ List, Pair, KeyValue, mapOf, makeMap, makeList, collection, keyedCollection, field, setField, each, indexes },
  ...{
    sightOf,
    call1: fast.call1,
    caught,
    leaving,
    hostVariable,
    stored,
    hostTask,
    tracedTask,
    tracedCall,
    inform,
    raise,
  },
  ...{ get: fast.get, put: fast.put, push: fast.push, size: fast.size, text: fast.text, long: fast.long },
} as const;

export type RuntimeName = keyof typeof runtimeNames;
