import { spawn } from "node:child_process";

/** Exit code (sysexits EX_CONFIG) of a program that has already said which setting is wrong: starting it again cannot help. */
export const configurationError = 78;

const defaults = {
  firstPauseMs: 200,
  longestPauseMs: 5_000,
  steadyMs: 30_000,
  maxFailures: 5,
  graceMs: 10_000,
  say: console.error,
};

/**
 * Keeps programs running. One that ends is started again after a growing pause; one that keeps ending within `steadyMs`
 * of its start ends them all. `done` resolves with the exit code once every program is gone: 0 after `stop()`, else 1.
 */
export function supervise(options = {}) {
  const { firstPauseMs, longestPauseMs, steadyMs, maxFailures, graceMs, say } = { ...defaults, ...options };
  const children = new Map();
  const pauses = new Set();
  let stopping = false;
  let exitCode = 0;
  let finish = () => {};
  const done = new Promise((resolve) => {
    finish = resolve;
  });

  /** `{ name, command, args, env, cwd }`; output goes straight to ours. */
  function launch(program, failures = 0) {
    if (stopping) return;
    const started = Date.now();
    const child = spawn(program.command ?? process.execPath, program.args, {
      cwd: program.cwd,
      env: { ...process.env, ...program.env },
      stdio: ["ignore", "inherit", "inherit"],
      // A process group of its own: Ctrl-C then reaches the supervisor alone, which asks everyone to end, once.
      detached: true,
    });
    children.set(program.name, child);
    const ended = (why, code) => {
      children.delete(program.name);
      if (stopping) return settle();
      if (code === configurationError) return stop(1);
      const fast = Date.now() - started < steadyMs ? failures + 1 : 1;
      if (fast > maxFailures) {
        say(`[start] the ${program.name} failed ${fast} times in a row (${why}): giving up, see its messages above`);
        return stop(1);
      }
      const pauseMs = Math.min(firstPauseMs * 2 ** (fast - 1), longestPauseMs);
      say(`[start] the ${program.name} ended (${why}); starting it again in ${pauseMs} ms`);
      const pause = setTimeout(() => {
        pauses.delete(pause);
        launch(program, fast);
      }, pauseMs);
      pauses.add(pause);
    };
    child.once("exit", (code, signal) => ended(signal ?? `exit code ${code}`, code));
    child.once("error", (error) => child.pid === undefined && ended(error.message));
  }

  function settle() {
    if (children.size === 0) finish(exitCode);
  }

  /** Asks every program to end, and ends what is left after `graceMs`. */
  function stop(code = 0) {
    if (stopping) return;
    stopping = true;
    exitCode = code;
    for (const pause of pauses) clearTimeout(pause);
    for (const child of children.values()) child.kill("SIGTERM");
    setTimeout(() => {
      for (const [name] of children) say(`[start] the ${name} did not end within ${graceMs / 1000} s and was killed`);
      kill();
    }, graceMs).unref();
    settle();
  }

  /** Ends what is left at once. */
  function kill() {
    if (children.size > 0) exitCode = 1;
    for (const child of children.values()) child.kill("SIGKILL");
  }

  return { launch, stop, kill, done };
}

/** Stops with the process: on Ctrl-C, SIGTERM, SIGHUP, and when the npm that started us has gone. A second Ctrl-C kills. */
export function stopWithProcess({ stop, kill }) {
  let asked = 0;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      // A terminal and npm may both pass on the same key press: only a later one counts as impatience.
      if (asked && Date.now() - asked > 1_000) kill();
      asked ||= Date.now();
      stop();
    });
  }
  // npm runs scripts through sh, and sh dies on SIGTERM without passing it on: a changed parent means our npm has gone.
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stop(), 500).unref();
}
