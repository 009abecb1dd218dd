// `npm run chaos [--rounds 200] [--seed 1]`: kills workers and firing consoles at random moments and checks that nothing is lost.
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bundle } from "./bundle";
import { brokenInvariants, unfinished } from "./chaos/invariants";
import { furnish, openPartner } from "./chaos/world";

export type ChaosResult = ReturnType<typeof brokenInvariants> & {
  rounds: number;
  seed: number;
  kills: number;
  seconds: number;
};

/** A small seeded generator (mulberry32): the same seed gives the same moments, though not the same interleaving. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Runs the rounds and returns what was found; `broken` is empty when every invariant held. */
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
  const { webhookId, roleId, ticketIds } = await furnish(database, partner.url);
  const fired: string[] = [];
  const children = new Set<ChildProcess>();
  /** Programs that ended although nobody killed them: then the run proves nothing. */
  const deaths: string[] = [];
  let kills = 0;

  function launch(program: string, ...args: string[]) {
    const child = spawn(process.execPath, [join(programs, `${program}.mjs`), database, ...args], {
      cwd: folder,
      stdio: ["ignore", "pipe", "inherit"],
    });
    children.add(child);
    let text = "";
    let begin = () => {};
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    child.stdout.on("data", (chunk) => {
      begin();
      const lines = `${text}${chunk}`.split("\n");
      text = lines.pop() ?? "";
      if (program === "firing") fired.push(...lines);
    });
    const gone = new Promise<void>((resolve) => {
      child.once("close", (code, signal) => {
        if (signal !== "SIGKILL") deaths.push(`a ${program} ended by itself (${signal ?? `exit code ${code}`})`);
        children.delete(child);
        begin();
        resolve();
      });
    });
    const kill = () => {
      child.kill("SIGKILL");
      return gone;
    };
    return { begun, kill };
  }
  const startWorker = () => launch("worker");
  const startFiring = (round: number) => launch("firing", webhookId, roleId, `r${round}`, ...ticketIds.map(String));

  try {
    let workers = [startWorker(), startWorker()];
    let firing = startFiring(0);
    for (let round = 1; round <= rounds; round++) {
      await Promise.all([firing.begun, ...workers.map(({ begun }) => begun)]);
      await sleep(random() * 250);
      const [hitsFirst, hitsSecond, hitsFiring] = [random() < 0.6, random() < 0.5, random() < 0.6];
      const hits = [hitsFirst, hitsSecond];
      kills += [...hits, hitsFiring].filter(Boolean).length;
      await Promise.all([...workers.map((worker, index) => hits[index] && worker.kill()), hitsFiring && firing.kill()]);
      workers = workers.map((worker, index) => (hits[index] ? startWorker() : worker));
      if (hitsFiring) firing = startFiring(round);
    }
    await firing.kill();
    // A retry may fall due just before the last kill: what that leaves under way has to come back like anything else.
    for (const deadline = Date.now() + 60_000; ; ) {
      while (unfinished(file) > 0 && Date.now() < deadline) await sleep(50);
      await Promise.all(workers.map((worker) => worker.kill()));
      if (unfinished(file) === 0 || Date.now() >= deadline) break;
      workers = workers.map(startWorker);
    }
    const found = brokenInvariants(file, fired, partner.received);
    found.broken.push(...deaths);
    return { rounds, seed, kills, seconds: Math.round((performance.now() - since) / 100) / 10, ...found };
  } finally {
    for (const child of children) child.kill("SIGKILL");
    partner.close();
    rmSync(folder, { recursive: true });
    rmSync(programs, { recursive: true, force: true });
  }
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({ options: { rounds: { type: "string" }, seed: { type: "string" } } });
  const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9));
  const result = await runChaos({ rounds: Number(values.rounds ?? 200), seed });
  writeFileSync(
    join(import.meta.dirname, "chaos.json"),
    `${JSON.stringify({ at: new Date().toISOString(), ...result }, null, 2)}\n`,
  );
  console.log(result);
  process.exit(result.broken.length === 0 ? 0 : 1);
}
