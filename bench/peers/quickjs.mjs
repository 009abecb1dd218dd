// `quickjs.mjs <program>`: one of bench/deluge/equivalents.mjs in QuickJS compiled to WebAssembly; prints executions per second.
import { getQuickJS } from "quickjs-emscripten";
import { equivalents, json, numbersFor } from "../deluge/equivalents.mjs";

const name = process.argv[2];
const context = (await getQuickJS()).newContext();
const evaluate = (source) => {
  const result = context.unwrapResult(context.evalCode(source));
  const value = context.dump(result);
  result.dispose();
  return value;
};

evaluate(`const program = { ${equivalents[name].toString()} }.${name};
const numbers = ${JSON.stringify(numbersFor(name))};
const json = ${JSON.stringify(json)};
function run() { return program(numbers, json); }
0`);
const wanted = equivalents[name](numbersFor(name), json);
const found = evaluate("run()");
if (found !== wanted) throw new Error(`${name}: ${found} instead of ${wanted}`);

function perSecond() {
  const start = performance.now();
  let count = 0;
  do {
    evaluate("run(), 0");
    count += 1;
  } while (performance.now() - start < 1000);
  return (count / (performance.now() - start)) * 1000;
}

perSecond();
const measured = Array.from({ length: 5 }, perSecond).sort((a, b) => a - b);
console.log(measured[2]);
