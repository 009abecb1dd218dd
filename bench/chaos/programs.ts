import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

/** A program of a run; `hasBegun` once it said anything. */
export type Program = { hasBegun(): boolean; isGone(): boolean; tell(order: string): void; kill(): Promise<void> };

/** Starts programs of a run in its folder and hands on what they say, line by line. */
export function launcher(folder: string, programs: string, said: (program: string, line: string) => void) {
  const children = new Set<ChildProcess>();
  /** Programs that ended although nobody killed them: then the run proves nothing. */
  const deaths: string[] = [];

  const launch = (program: string, ...args: string[]) => launchBehind([], program, ...args);

  /** `before`: a command that runs another one, such as `ip netns exec NAME`. */
  function launchBehind(before: readonly string[], program: string, ...args: string[]): Program {
    const [command = "", ...rest] = [...before, process.execPath, join(programs, `${program}.mjs`), ...args];
    const child = spawn(command, rest, {
      cwd: folder,
      stdio: ["pipe", "pipe", "inherit"],
    });
    children.add(child);
    child.stdin.on("error", () => {});
    let text = "";
    let hasBegun = false;
    let isGone = false;
    child.stdout.on("data", (chunk) => {
      hasBegun = true;
      const lines = `${text}${chunk}`.split("\n");
      text = lines.pop() ?? "";
      for (const line of lines) said(program, line);
    });
    const gone = new Promise<void>((resolve) => {
      child.once("close", (code, signal) => {
        if (signal !== "SIGKILL") deaths.push(`a ${program} ended by itself (${signal ?? `exit code ${code}`})`);
        children.delete(child);
        isGone = true;
        resolve();
      });
    });
    return {
      hasBegun: () => hasBegun,
      isGone: () => isGone,
      tell: (order) => void child.stdin.write(`${order}\n`),
      kill() {
        child.kill("SIGKILL");
        return gone;
      },
    };
  }

  const killAll = () => {
    for (const child of children) child.kill("SIGKILL");
  };
  return { launch, launchBehind, killAll, deaths };
}
