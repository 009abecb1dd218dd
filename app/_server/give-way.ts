import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { setPriority } from "node:os";

/** A third of the weight of the others where a core is short. With a tenth, whatever else is busy on the machine starves it. */
const nice = 5;

/**
 * Lowers the priority of this process for good, threads to come included. On Linux every thread has its own, and each
 * session, which is what the supervisor starts programs as, has a share of the machine beside which those of its threads say
 * nothing. Throws where the system refuses.
 */
export function giveWay(): void {
  setPriority(nice);
  if (process.platform !== "linux") return;
  for (const thread of readdirSync("/proc/self/task")) setPriority(Number(thread), nice);
  // Beside others of its session, it would lower them too.
  if (sessionOf() === process.pid) writeFileSync("/proc/self/autogroup", String(nice));
}

/** The fourth field after the name, which may have blanks and brackets: see proc(5). */
function sessionOf(): number {
  const stat = readFileSync("/proc/self/stat", "utf8");
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[3]);
}
