// Preloaded into every program that supervise.mjs starts: one that was killed outright cannot ask them to end.
import { isMainThread } from "node:worker_threads";

if (isMainThread) {
  const supervisor = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === supervisor) return;
    clearInterval(watch);
    process.kill(process.pid, "SIGTERM");
  }, 1_000);
  watch.unref();
}
