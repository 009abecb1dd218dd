import { coerceArguments } from "../../lib/deluge/compile/arguments";
import { compile } from "../../lib/deluge/compile/compile";
import { execute } from "../../lib/deluge/compile/execute";
import { fakeHost } from "../../lib/deluge/testing/fake-host";
import { equivalents, json, numbersFor } from "./equivalents.mjs";
import { limits, type ProgramName, programs } from "./programs";

// `run.ts <program> deluge|v8`: prints executions per second, after as many to warm up.

const [name, engine] = process.argv.slice(2) as [ProgramName, "deluge" | "v8"];
const seconds = 1;
const rounds = 5;
const numbers: number[] = numbersFor(name);

async function delugeProgram(): Promise<() => Promise<string>> {
  const { program, diagnostics } = compile(programs[name]);
  if (!program) throw new Error(diagnostics.map(({ line, message }) => `${line}: ${message}`).join("\n"));
  const host = fakeHost({ timeZone: "Etc/UTC" });
  const given = coerceArguments(program.signature, JSON.stringify({ numbers, text: json }), host);
  return async () => {
    const outcome = await execute(program, { arguments: given, host, settings: { limits } });
    if (outcome.status === "failed") throw new Error(outcome.text);
    return outcome.output;
  };
}

const run = engine === "deluge" ? await delugeProgram() : async () => equivalents[name](numbers, json) as string;

const wanted = equivalents[name](numbers, json) as string;
const found = await run();
if (found !== wanted) throw new Error(`${name}: ${found} instead of ${wanted}`);

async function perSecond(): Promise<number> {
  const start = performance.now();
  let count = 0;
  do {
    await run();
    count += 1;
  } while (performance.now() - start < seconds * 1000);
  return (count / (performance.now() - start)) * 1000;
}

await perSecond();
const measured: number[] = [];
for (let round = 0; round < rounds; round++) measured.push(await perSecond());
console.log(JSON.stringify(measured.sort((a, b) => a - b)[rounds >> 1]));
