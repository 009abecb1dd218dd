import { compile } from "../../lib/deluge/compile/compile";
import { execute } from "../../lib/deluge/compile/execute";
import type { Compiled } from "../../lib/deluge/run";
import { fakeHost } from "../../lib/deluge/testing/fake-host";
import { KeyValue, type Value } from "../../lib/deluge/values/value";

// Prints the milliseconds that the first execution of a compiled function takes, and those to compile one: medians, the
// 95th and the 99th of 100, over 500 different functions of about 25 lines.

const sourceOf = (mark: number) => `string notify${mark}(map request, string channel) {
  subject = ifnull(request.get("subject"), "none ${mark}");
  requester = ifnull(request.get("requester"), Map());
  lines = List();
  for each key in {"id", "status", "priority", "site${mark}"} {
    value = request.get(key);
    if(value != null && value != "") {
      lines.add(key.toUpperCase() + ": " + value);
    } else if(key == "priority") {
      lines.add("PRIORITY: Normal");
    } else {
      continue;
    }
  }
  try {
    hours = request.get("hours").toLong() * 60 + ${mark};
  } catch (e) {
    hours = 0;
    info "no hours: " + e.message;
  }
  body = {"channel": ifnull(channel, "general"), "text": lines.toString("\\n"), "hours": hours};
  body.put("name", requester.get("name"));
  if(subject.length() > 40) {
    subject = subject.subString(0, 40) + "…";
  }
  return body.toString() + subject;
}`;

const host = fakeHost();
const ticket = new KeyValue(
  new Map<Value, Value>([
    ["id", 12],
    ["status", "Open"],
    ["subject", "Printer"],
    ["hours", "x"],
  ]),
);
const quantile = (values: number[], share: number) =>
  values.sort((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;

async function first({ program, diagnostics }: Compiled): Promise<void> {
  if (!program) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  const outcome = await execute(program, { arguments: { request: ticket }, host });
  if (outcome.status === "failed") throw new Error(outcome.text);
}

const compiling: number[] = [];
const executing: number[] = [];
for (let mark = 0; mark < 600; mark++) {
  const start = performance.now();
  const compiled = compile(sourceOf(mark));
  const between = performance.now();
  await first(compiled);
  const end = performance.now();
  // The process itself warms up first: a worker has executed other functions before.
  if (mark < 100) continue;
  compiling.push(between - start);
  executing.push(end - between);
}
console.log(
  JSON.stringify({
    executing: { median: quantile(executing, 0.5), most: quantile(executing, 0.95), slow: quantile(executing, 0.99) },
    compiling: { median: quantile(compiling, 0.5), most: quantile(compiling, 0.95), slow: quantile(compiling, 0.99) },
  }),
);
