import { execFileSync, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundle } from "./bundle";
import { runPeer } from "./peers";
import { runProgram, runServer } from "./program";
import type { Result } from "./result";

const target = 1;
const jobs = 5_000;

/** The durable pipeline on Postgres (best of 1, 2 and 4 workers) over graphile-worker doing the same POST on the same server. */
export async function run(): Promise<Result> {
  const server = startPostgres();
  const receiver = await runServer("receiver.mjs");
  const programs = await bundle({ worker: "bench/load/postgres-worker.ts" });
  const url = `http://127.0.0.1:${receiver.port}/tickets`;
  try {
    const reference = await runPeer("graphile.mjs", server.url("graphile"), url, String(jobs), "64");
    const worker = join(programs, "worker.mjs");
    const perSecond = await runProgram<Record<string, number>>(
      "bench/load/postgres.ts",
      server.url("hookdesk"),
      url,
      worker,
    );
    for (const [count, value] of Object.entries(perSecond))
      console.error(`  ${count} workers: ${value.toFixed(0)} deliveries/s`);
    const value = Math.max(...Object.values(perSecond));
    const ratio = value / reference;
    return {
      name: "postgres-vs-graphile",
      value,
      unit: "deliveries/s",
      reference,
      ratio,
      target,
      pass: ratio >= target,
    };
  } finally {
    receiver.stop();
    server.stop();
    rmSync(programs, { recursive: true });
  }
}

/** A throw-away server with its usual durability, on a socket port of loopback. Postgres refuses to run as root. */
function startPostgres() {
  const versions = existsSync("/usr/lib/postgresql") ? readdirSync("/usr/lib/postgresql") : [];
  const bin = versions
    .map((version) => `/usr/lib/postgresql/${version}/bin`)
    .find((path) => existsSync(`${path}/initdb`));
  if (!bin) throw new Error("This benchmark needs Postgres: apt-get install postgresql.");
  const isRoot = process.getuid?.() === 0;
  const as = (command: string, args: string[]) =>
    isRoot
      ? execFileSync("runuser", ["-u", "postgres", "--", command, ...args], { stdio: "ignore" })
      : execFileSync(command, args, { stdio: "ignore" });
  const folder = mkdtempSync(join(tmpdir(), "hookdesk-bench-pg-"));
  if (isRoot) {
    const id = (flag: string) => Number(spawnSync("id", [flag, "postgres"]).stdout);
    chownSync(folder, id("-u"), id("-g"));
  }
  const data = join(folder, "data");
  const port = 20_000 + (process.pid % 20_000);
  as(`${bin}/initdb`, ["--pgdata", data, "--username=hookdesk", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]);
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder}`;
  as(`${bin}/pg_ctl`, ["--pgdata", data, "--wait", "--silent", `--log=${folder}/log`, "--options", options, "start"]);
  for (const name of ["hookdesk", "graphile"])
    as(`${bin}/psql`, [`postgres://hookdesk@127.0.0.1:${port}/postgres`, "-c", `create database ${name}`]);
  return {
    url: (name: string) => `postgres://hookdesk@127.0.0.1:${port}/${name}`,
    stop() {
      as(`${bin}/pg_ctl`, ["--pgdata", data, "--mode=immediate", "--silent", "stop"]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
