// `npm run chaos [-- --rounds 1000 --seed 1]`: kills workers and consoles between any two steps, sets clocks wrong, locks the
// database, fills the disk, lets the partner misbehave, and checks that nothing is lost, out of order or sent after all.
// `npm run chaos three-workers`: bench/chaos/three-workers.ts. CHAOS_JOURNAL=FILE keeps what happened in the last world.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bundle } from "./bundle";
import { drain } from "./chaos/drain";
import { createFaults } from "./chaos/faults";
import { brokenInvariants, evidence, type Finding, haltedLanes } from "./chaos/invariants";
import { openPartner } from "./chaos/partner";
import { launcher, type Program } from "./chaos/programs";
import { noteResult } from "./chaos/result";
import { seeded, sleep } from "./chaos/seeded";
import { runThreeWorkers } from "./chaos/three-workers";
import { furnish } from "./chaos/world";

export type ChaosResult = Omit<ReturnType<typeof brokenInvariants>, "findings"> & {
  rounds: number;
  seed: number;
  faults: Record<string, number>;
  seconds: number;
  /** What does not hold, each with all that is known of it; empty when every invariant held. */
  broken: string[];
};

const roundsPerWorld = 50;
const mostExplained = 3;
const longestRoundMs = 600;

/** Runs the rounds, lets the dust settle, and returns what was found. */
export async function runChaos({ rounds, seed }: { rounds: number; seed: number }): Promise<ChaosResult> {
  const since = performance.now();
  const random = seeded(seed);
  const programs = await bundle({ worker: "bench/chaos/worker.ts", firing: "bench/chaos/firing.ts" });
  const folder = mkdtempSync(join(tmpdir(), "hookdesk-chaos-"));
  const file = join(folder, "chaos.db");
  // Programs find migrations below their working folder; a copy stays as it is whatever happens to the sources meanwhile.
  cpSync(join(import.meta.dirname, "../db/sqlite/migrations"), join(folder, "db/sqlite/migrations"), {
    recursive: true,
  });
  const database = `sqlite:${file}`;
  const partner = await openPartner(seeded(seed + 1));
  const world = await furnish(database, partner.ports);
  writeFileSync(join(folder, "world.json"), JSON.stringify(world));
  const fired = new Set<string>();
  const cancelled = new Map<string, number>();
  const [redelivered, held, lost] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const { strandedId } = world;
  const witness = { fired, cancelled, redelivered, held, lost, strandedId, seen: partner.seen };
  const journal: string[] = [];
  let round = 0;
  const note = (line: string) => journal.push(`round ${round}, ${Math.round(performance.now() - since)} ms: ${line}`);

  function said(program: string, line: string): void {
    const [verb, ...words] = line.split(" ");
    const [id = ""] = words;
    if (verb === "fired") fired.add(id);
    else note(`${program}: ${line}`);
    if (verb === "cancelled") cancelled.set(id, Number(words[1]));
    if (verb === "redelivering") redelivered.add(id);
    if (verb === "lost") lost.add(id);
    if (verb === "releasing") for (const one of words) held.add(one);
  }
  const { launch, killAll, deaths } = launcher(folder, programs, said);
  const findings: Finding[] = [];
  const faults = createFaults({ random, file, partner, note });
  try {
    const startWorker = () => launch("worker", database);
    const startConsole = () => launch("firing", database, `r${round}`, String(seed + round));
    const workers = [startWorker(), startWorker()];
    let firing = startConsole();
    while (!firing.hasBegun() || workers.some((worker) => !worker.hasBegun())) await sleep(20);
    note("everything has begun");
    for (round = 1; round <= rounds; round++) {
      for (const [index, worker] of workers.entries()) {
        if (worker.isGone()) workers[index] = startWorker();
        else if (worker.hasBegun()) faults.worker(worker, index);
      }
      if (firing.isGone()) firing = startConsole();
      else if (firing.hasBegun()) faults.console(firing);
      faults.partner();
      await faults.lock();
      await sleep(random() * 150);
      await progress(workers);
      const halted = haltedLanes(file);
      findings.push(...halted.map(({ says, ids }) => ({ says: `in round ${round}, ${says}`, ids })));
    }
    await Promise.all([firing, ...workers].map((program) => program.kill()));
    faults.end();
    for (const id of await drain({ database, file, world, launch, note })) held.add(id);
    note("all is said and done");
    if (process.env.CHAOS_JOURNAL) writeFileSync(process.env.CHAOS_JOURNAL, journal.join("\n"));
    const { findings: final, ...counts } = brokenInvariants(file, witness);
    findings.push(...final, ...deaths.map((says) => ({ says, ids: [] })));
    const broken = findings.map(({ says, ids }, index) =>
      index < mostExplained && ids.length > 0 ? [says, ...known(ids)].join("\n  ") : says,
    );
    const seconds = Math.round((performance.now() - since) / 100) / 10;
    return { rounds, seed, faults: faults.counts, seconds, ...counts, broken };
  } finally {
    killAll();
    partner.close();
    rmSync(folder, { recursive: true });
    rmSync(programs, { recursive: true, force: true });
  }

  /** Lets a round come to something: the workers begin and the partner hears of a few, unless that takes long. */
  async function progress(workers: readonly Program[]): Promise<void> {
    const before = partner.arrivals();
    const isEnough = () => partner.arrivals() - before >= 3 && workers.every((one) => one.isGone() || one.hasBegun());
    for (const deadline = Date.now() + longestRoundMs; !isEnough() && Date.now() < deadline; ) await sleep(10);
  }

  function known(ids: string[]): string[] {
    const about = journal.filter((line) => ids.some((id) => line.includes(id)));
    return [
      ...evidence(file, ids, partner.seen),
      ...about.slice(-60),
      "the end of the journal:",
      ...journal.slice(-30),
    ];
  }
}

const add = (sum: Record<string, number>, more: Record<string, number>): Record<string, number> => {
  const all = { ...sum };
  for (const [name, count] of Object.entries(more)) all[name] = (all[name] ?? 0) + count;
  return all;
};

/** Many rounds, in worlds of their own: in one, waits of a day that partners ask for would bring lane after lane to rest. */
async function runWorlds({ rounds, seed }: { rounds: number; seed: number }): Promise<ChaosResult> {
  let all: ChaosResult | undefined;
  for (let done = 0; done < rounds && !all?.broken.length; done += roundsPerWorld) {
    // The seed to run this world again with, alone.
    const own = seed + done;
    const one = await runChaos({ rounds: Math.min(roundsPerWorld, rounds - done), seed: own });
    const broken = one.broken.map((says) => `seed ${own}: ${says}`);
    console.error(`  ${done + one.rounds} rounds, ${one.seconds} s, ${broken.length} broken`);
    all = {
      rounds: done + one.rounds,
      seed,
      faults: add(all?.faults ?? {}, one.faults),
      seconds: Math.round(((all?.seconds ?? 0) + one.seconds) * 10) / 10,
      deliveries: (all?.deliveries ?? 0) + one.deliveries,
      attempts: (all?.attempts ?? 0) + one.attempts,
      interrupted: (all?.interrupted ?? 0) + one.interrupted,
      repeated: (all?.repeated ?? 0) + one.repeated,
      statuses: add(all?.statuses ?? {}, one.statuses),
      broken,
    };
  }
  if (!all) throw new Error("--rounds must be 1 or more");
  return all;
}

async function main() {
  const options = { rounds: { type: "string" }, seed: { type: "string" } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (positionals[0] === "three-workers") return runThreeWorkers();
  const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9));
  const result = await runWorlds({ rounds: Number(values.rounds ?? 1_000), seed });
  noteResult("sqlite", result);
  console.log(result);
  if (result.broken.length > 0) process.exitCode = 1;
}

if (process.argv[1] === import.meta.filename) await main();
