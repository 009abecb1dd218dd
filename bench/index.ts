// `npm run bench [name…]`: runs the benchmarks named, or all, and notes their results in bench/results.json.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ProgramName } from "./deluge/programs";
import type { Result } from "./result";

type Measurable = { run(): Promise<Result> };

/** One for each program of bench/deluge. */
const delugeBenchmarks = (suffix: string, load: () => Promise<{ benchmark(name: ProgramName): Measurable }>) =>
  Object.fromEntries(
    (["arithmetic", "strings", "collections", "json", "dates"] as const).map((name) => [
      `deluge-${name}-${suffix}`,
      async () => (await load()).benchmark(name),
    ]),
  );

const benchmarks: Record<string, () => Promise<Measurable>> = {
  "template-vs-literal": () => import("./template-vs-literal"),
  "pipeline-vs-http": () => import("./pipeline-vs-http"),
  "full-pipeline-vs-http": () => import("./full-pipeline-vs-http"),
  "pipeline-vs-bullmq": () => import("./pipeline-vs-bullmq"),
  "postgres-vs-graphile": () => import("./postgres-vs-graphile"),
  "capture-vs-node-http": () => import("./capture-vs-node-http"),
  "callback-vs-node-http": () => import("./callback-vs-node-http"),
  "callback-isolation": () => import("./callback-isolation"),
  "claim-growth": () => import("./claim-growth"),
  "log-search-growth": () => import("./log-search-growth"),
  "slow-receivers": () => import("./slow-receivers"),
  "page-under-load": () => import("./page-under-load"),
  "commit-to-first-byte": () => import("./wake-up"),
  ...delugeBenchmarks("vs-v8", () => import("./deluge-vs-v8")),
  ...delugeBenchmarks("vs-quickjs", () => import("./deluge-vs-quickjs")),
  "deluge-parse": () => import("./deluge-parse"),
  "deluge-cold-start": () => import("./deluge-cold-start"),
};

const file = join(import.meta.dirname, "results.json");
const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in benchmarks));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(", ")}. There are: ${Object.keys(benchmarks).join(", ")}.`);
  process.exit(1);
}

const results: Result[] = [];
for (const [name, load] of Object.entries(benchmarks)) {
  if (names.length > 0 && !names.includes(name)) continue;
  console.error(`${name} …`);
  const benchmark = await load();
  results.push(await benchmark.run());
}

const round = (value: number) => Number(value.toPrecision(4));
console.table(
  Object.fromEntries(
    results.map(({ name, value, unit, reference, ratio, target, pass }) => [
      name,
      {
        value: `${round(value)} ${unit}`,
        reference: round(reference),
        ratio: round(ratio),
        target,
        pass: pass ? "yes" : "no",
      },
    ]),
  ),
);

// Benchmarks that did not run now keep their last result.
const earlier: Result[] = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
const kept = earlier.filter((old) => old.name in benchmarks && !results.some((result) => result.name === old.name));
const order = Object.keys(benchmarks);
const all = [...kept, ...results].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`);
process.exit(results.every((result) => result.pass) ? 0 : 1);
