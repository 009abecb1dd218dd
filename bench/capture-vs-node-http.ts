import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "./bundle";
import { post } from "./load/post";
import { runServer } from "./program";
import type { Result } from "./result";

const target = 0.2;
const rounds = 5;
const perRound = 20_000;

/** Requests a bin takes, each stored before it is answered, over what an empty node:http server takes; the median of rounds in turn. */
export async function run(): Promise<Result> {
  const programs = await bundle({ capture: "bench/load/capture-server.ts" });
  const bare = await runServer("load/bare-server.mjs");
  const capture = spawn(process.execPath, ["--max-semi-space-size=64", join(programs, "capture.mjs")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [line] = await once(capture.stdout, "data");
    const [port = "", path = ""] = String(line).trim().split(" ");
    const urls = { bare: `http://127.0.0.1:${bare.port}/`, bin: `http://127.0.0.1:${port}${path}` };
    await post(urls.bin, perRound);
    const measured = [];
    for (let round = 0; round < rounds; round++)
      measured.push({
        reference: (await post(urls.bare, perRound)).perSecond,
        value: (await post(urls.bin, perRound)).perSecond,
      });
    measured.sort((a, b) => a.value / a.reference - b.value / b.reference);
    const { value, reference } = measured[Math.floor(rounds / 2)] ?? { value: 0, reference: 1 };
    const ratio = value / reference;
    return { name: "capture-vs-node-http", value, unit: "requests/s", reference, ratio, target, pass: ratio >= target };
  } finally {
    bare.stop();
    capture.kill();
    await once(capture, "exit");
    rmSync(programs, { recursive: true });
  }
}
