import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** Process id in the lock file; 0 when there is none or its owner had no time to write it. */
const ownerOf = (file) => {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch {
    return 0;
  }
};

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
};

const take = (file) => {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
};

/** Runs `work` while no other process does so under the same lock file. The lock of a process that died is taken over. */
export async function withLock(file, work, { pauseMs = 300, say = console.log } = {}) {
  mkdirSync(path.dirname(file), { recursive: true });
  for (let said = false; !take(file); ) {
    const owner = ownerOf(file);
    if (!owner || !isAlive(owner)) {
      // A lock is written a moment after it is created: look twice before calling it abandoned.
      await pause(pauseMs);
      if (ownerOf(file) === owner) rmSync(file, { force: true });
      continue;
    }
    if (!said) say(`[setup] waiting for another set-up of this checkout (process ${owner})`);
    said = true;
    await pause(pauseMs);
  }
  const release = () => ownerOf(file) === process.pid && rmSync(file, { force: true });
  process.once("exit", release);
  try {
    return await work();
  } finally {
    process.removeListener("exit", release);
    release();
  }
}
