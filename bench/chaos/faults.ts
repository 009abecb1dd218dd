import Sqlite from "better-sqlite3";
import type { Certificate, Partner } from "./partner";
import type { Program } from "./programs";
import { pick, sleep } from "./seeded";

const steps = ["claimed", "sending", "answered", "settling", "settled"] as const;
const hourMs = 3_600_000;

type Place = { random: () => number; file: string; partner: Partner; note: (line: string) => unknown };

/** What goes wrong, a little of it in each round; `counts` says how often what did. */
export function createFaults({ random, file, partner, note }: Place) {
  const counts: Record<string, number> = {};
  const count = (what: string, told = what) => {
    counts[what] = (counts[what] ?? 0) + 1;
    note(told);
  };
  const pending = new Set<NodeJS.Timeout>();
  const after = (ms: number, work: () => void) => {
    const timer = setTimeout(() => {
      pending.delete(timer);
      work();
    }, ms);
    pending.add(timer);
  };
  const killSoon = (program: Program) => after(random() * 250, () => void program.kill());

  return {
    counts,
    worker(worker: Program, index: number): void {
      const chance = random();
      if (chance < 0.1) {
        count("workers killed", `worker ${index} is killed`);
        killSoon(worker);
      } else if (chance < 0.3) {
        const step = pick(random, steps) ?? "claimed";
        count(`killed when ${step}`, `worker ${index} dies when ${step}`);
        worker.tell(`die ${step}`);
      } else if (chance < 0.42) {
        const hours = random() < 0.4 ? 0 : Math.round((random() * 12 - 6) * 10) / 10;
        count("clock jumps", `the clock of worker ${index} is ${hours} h off`);
        worker.tell(`clock ${hours * hourMs}`);
      } else if (chance < 0.52) {
        count("disks full", `the disk of worker ${index} is full`);
        worker.tell("full");
        after(300 + random() * 1_500, () => worker.tell("room"));
      }
    },
    console(program: Program): void {
      if (random() > 0.12) return;
      count("consoles killed");
      killSoon(program);
    },
    partner(): void {
      const { mood } = partner;
      if (random() < (mood.isAway ? 0.15 : 0.06)) {
        mood.isAway = !mood.isAway;
        if (mood.isAway) count("outages");
      }
      if (random() > 0.2) return;
      const shown = pick<Certificate>(random, ["good", "good", "good", "expired", "selfSigned"]) ?? "good";
      if (shown !== "good") count("bad certificates");
      partner.show(shown);
      partner.hangUp();
    },
    /** Now and then another process holds the database for up to two seconds. */
    async lock(): Promise<void> {
      if (random() > 0.08) return;
      count("databases locked");
      const raw = new Sqlite(file, { timeout: 5_000 });
      raw.exec("BEGIN IMMEDIATE");
      await sleep(500 + random() * 1_500);
      raw.exec("ROLLBACK");
      raw.close();
    },
    /** Nothing goes wrong any more. */
    end(): void {
      for (const timer of pending) clearTimeout(timer);
      partner.mood.isCalm = true;
      partner.mood.isAway = false;
      partner.show("good");
      partner.hangUp();
    },
  };
}
