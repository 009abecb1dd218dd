import { execFileSync, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const installed = "/usr/lib/postgresql";

function binaries(): string | undefined {
  const versions = existsSync(installed) ? readdirSync(installed) : [];
  return versions.map((version) => `${installed}/${version}/bin`).find((path) => existsSync(`${path}/initdb`));
}

export const hasPostgres = (): boolean => binaries() !== undefined;

/** A throw-away server with its usual durability and these databases, on a port of loopback. Postgres refuses to run as root. */
export function startPostgres(...databases: string[]) {
  const bin = binaries();
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
  for (const name of databases)
    as(`${bin}/psql`, [`postgres://hookdesk@127.0.0.1:${port}/postgres`, "-c", `create database ${name}`]);
  return {
    url: (name: string) => `postgres://hookdesk@127.0.0.1:${port}/${name}`,
    stop() {
      as(`${bin}/pg_ctl`, ["--pgdata", data, "--mode=immediate", "--silent", "stop"]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
