import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { assertFree, localUrl, waitUntilReady } from "./ready.mjs";
import { supervise } from "./supervise.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hookdesk-start-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const noted = (name: string) => {
  try {
    return readFileSync(join(folder, name), "utf8").trim().split("\n");
  } catch {
    return [];
  }
};
const isRunning = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** A program that notes its process id in a file and then does what `rest` says. */
const standIn = (name: string, rest: string) => ({
  name,
  args: ["-e", `require("fs").appendFileSync(${JSON.stringify(join(folder, name))}, process.pid + "\\n");${rest}`],
});
const runOn = "setInterval(() => {}, 1000);";
const quick = { firstPauseMs: 5, longestPauseMs: 20 };

test("starts a killed program again and leaves the other one alone", async () => {
  const said: string[] = [];
  const supervisor = supervise({ ...quick, say: (line) => said.push(line) });
  supervisor.launch(standIn("console", runOn));
  supervisor.launch(standIn("worker", runOn));
  await vi.waitFor(() => expect([...noted("console"), ...noted("worker")]).toHaveLength(2), 5_000);
  process.kill(Number(noted("worker")[0]), "SIGKILL");
  await vi.waitFor(() => expect(noted("worker")).toHaveLength(2), 5_000);
  expect(noted("console")).toHaveLength(1);
  expect(said).toEqual(["[start] the worker ended (SIGKILL); starting it again in 5 ms"]);
  supervisor.stop();
  expect(await supervisor.done).toBe(0);
});

test("gives up on a program that keeps failing, and ends the others", async () => {
  const said: string[] = [];
  const supervisor = supervise({ ...quick, maxFailures: 3, say: (line) => said.push(line) });
  supervisor.launch(standIn("worker", runOn));
  supervisor.launch(standIn("console", "process.exit(7);"));
  expect(await supervisor.done).toBe(1);
  expect(noted("console")).toHaveLength(4);
  expect(said.at(-1)).toContain("the console failed 4 times in a row (exit code 7): giving up");
  expect(isRunning(Number(noted("worker")[0]))).toBe(false);
});

test("a program that ran steadily has its failures forgiven", async () => {
  const supervisor = supervise({ ...quick, steadyMs: 0, maxFailures: 1, say: () => {} });
  supervisor.launch(standIn("console", "process.exit(1);"));
  await vi.waitFor(() => expect(noted("console").length).toBeGreaterThan(4), 10_000);
  supervisor.stop();
  expect(await supervisor.done).toBe(0);
});

test("a wrong setting is not tried twice", async () => {
  const supervisor = supervise({ ...quick, say: () => {} });
  supervisor.launch(standIn("console", "process.exit(78);"));
  expect(await supervisor.done).toBe(1);
  expect(noted("console")).toHaveLength(1);
});

test("a program that cannot be started counts as failed", async () => {
  const said: string[] = [];
  const supervisor = supervise({ ...quick, maxFailures: 1, say: (line) => said.push(line) });
  supervisor.launch({ name: "console", command: join(folder, "nothing"), args: [] });
  expect(await supervisor.done).toBe(1);
  expect(said.at(-1)).toContain("ENOENT");
});

test("kills what does not end in time", async () => {
  const said: string[] = [];
  const supervisor = supervise({ graceMs: 100, say: (line) => said.push(line) });
  supervisor.launch(standIn("console", `process.on("SIGTERM", () => {});${runOn}`));
  await vi.waitFor(() => expect(noted("console")).toHaveLength(1), 5_000);
  // Written before the signal was taken over: give that one statement its moment.
  await new Promise((resolve) => setTimeout(resolve, 50));
  supervisor.stop();
  expect(await supervisor.done).toBe(1);
  expect(said).toEqual(["[start] the console did not end within 0.1 s and was killed"]);
});

/** A supervisor in a process of its own, as `npm start` is. */
async function startApart(child: { name: string; args: string[] }) {
  const module = JSON.stringify(join(import.meta.dirname, "supervise.mjs"));
  const file = join(folder, "supervisor.mjs");
  writeFileSync(
    file,
    `import { stopWithProcess, supervise } from ${module};
     const supervisor = supervise();
     stopWithProcess(supervisor);
     supervisor.launch(${JSON.stringify(child)});
     process.exit(await supervisor.done);`,
  );
  const process = spawn(globalThis.process.execPath, [file], { stdio: "ignore" });
  const exit = new Promise<number | null>((resolve) => process.once("exit", resolve));
  await vi.waitFor(() => expect(noted(child.name)).toHaveLength(1), 5_000);
  return { process, exit, pid: Number(noted(child.name)[0]) };
}

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s ends the supervisor and its programs", async (signal) => {
  const { process, exit, pid } = await startApart(standIn("worker", runOn));
  process.kill(signal);
  expect(await exit).toBe(0);
  expect(isRunning(pid)).toBe(false);
});

test("programs end by themselves when the supervisor was killed outright", async () => {
  const { args } = standIn("worker", runOn);
  const preload = join(import.meta.dirname, "child.mjs");
  const { process, exit, pid } = await startApart({ name: "worker", args: ["--import", preload, ...args] });
  process.kill("SIGKILL");
  await exit;
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), 5_000);
});

test("a taken port is said in one sentence, a free one is not", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const port = String((server.address() as AddressInfo).port);
  await expect(assertFree(port, "127.0.0.1")).rejects.toThrow(`Port ${port} on 127.0.0.1 is taken`);
  await new Promise((resolve) => server.close(resolve));
  await expect(assertFree(port, "127.0.0.1")).resolves.toBeUndefined();
});

test("ready means 200; the first answer of any kind is told once", async () => {
  const statuses = [503, 503, 200];
  const server = createServer((_request, response) => response.writeHead(statuses.shift() ?? 200).end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = localUrl(String((server.address() as AddressInfo).port), "0.0.0.0");
  const onAnswer = vi.fn();
  const ready = await waitUntilReady(url, { signal: new AbortController().signal, onAnswer, onSlow: () => {} });
  expect(ready).toBe(true);
  expect(statuses).toEqual([]);
  expect(onAnswer).toHaveBeenCalledTimes(1);
  server.close();
});
