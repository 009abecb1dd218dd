import { execFileSync } from "node:child_process";
import { appendFileSync, chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/** Where the database and the partner are, and the network the workers' ends are in (RFC 2544: for tests, routed nowhere). */
export const serverAddress = "198.18.0.1";
const network = "198.18.0.0/15";
const mark = `hd${process.pid % 10_000}`;

const ip = (...args: string[]) => execFileSync("ip", args, { stdio: ["ignore", "pipe", "pipe"], encoding: "utf8" });

/** Why network namespaces can't be had here; undefined when they can. */
export function whyNoNamespaces(): string | undefined {
  if (process.getuid?.() !== 0) return "network namespaces need root";
  const name = `${mark}-try`;
  try {
    ip("netns", "add", name);
    ip("netns", "del", name);
  } catch (error) {
    return `\`ip netns add\` does not work here (${error instanceof Error ? error.message.trim() : error})`;
  }
  return postgresBin() === undefined ? "there is no Postgres: apt-get install postgresql" : undefined;
}

/** A network namespace of its own for each worker, joined with ours by a link that can be cut. */
export function openNamespaces(count: number) {
  const names = Array.from({ length: count }, (_, index) => `${mark}-${index}`);
  const undo: (() => void)[] = [];
  const close = () => {
    for (const step of undo.splice(0).reverse()) {
      try {
        step();
      } catch (error) {
        console.error(error instanceof Error ? error.message : error);
      }
    }
  };
  try {
    ip("address", "add", `${serverAddress}/32`, "dev", "lo");
    undo.push(() => ip("address", "del", `${serverAddress}/32`, "dev", "lo"));
    for (const [index, name] of names.entries()) {
      const subnet = `198.18.${index + 1}`;
      ip("netns", "add", name);
      undo.push(() => ip("netns", "del", name));
      ip("link", "add", `${name}o`, "type", "veth", "peer", "name", `${name}i`, "netns", name);
      // Goes with its namespace, but not at once.
      undo.push(() => ip("link", "del", `${name}o`));
      ip("address", "add", `${subnet}.1/24`, "dev", `${name}o`);
      ip("link", "set", `${name}o`, "up");
      ip("-n", name, "address", "add", `${subnet}.2/24`, "dev", `${name}i`);
      ip("-n", name, "link", "set", "lo", "up");
      ip("-n", name, "link", "set", `${name}i`, "up");
      ip("-n", name, "route", "add", "default", "via", `${subnet}.1`);
    }
  } catch (error) {
    close();
    throw error;
  }
  return {
    inside: (index: number) => ["ip", "netns", "exec", `${mark}-${index}`],
    cut: (index: number) => void ip("link", "set", `${mark}-${index}o`, "down"),
    join: (index: number) => void ip("link", "set", `${mark}-${index}o`, "up"),
    close,
  };
}

function postgresBin(): string | undefined {
  const versions = existsSync("/usr/lib/postgresql") ? readdirSync("/usr/lib/postgresql") : [];
  return versions.map((version) => `/usr/lib/postgresql/${version}/bin`).find((bin) => existsSync(`${bin}/initdb`));
}

/** A throw-away server with its usual durability that the workers' namespaces can reach. Postgres refuses to run as root. */
export function startPostgres(port: number) {
  const bin = postgresBin() ?? "";
  // Not under TMPDIR, which another user may not be able to enter.
  const folder = mkdtempSync("/tmp/hookdesk-three-");
  const data = join(folder, "data");
  const run = (command: string, ...args: string[]) =>
    execFileSync("runuser", ["-u", "postgres", "--", `${bin}/${command}`, ...args], { stdio: "ignore" });
  const owner = Number(execFileSync("id", ["-u", "postgres"], { encoding: "utf8" }));
  chownSync(folder, owner, -1);
  run("initdb", "-D", data, "-U", "hookdesk", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync");
  appendFileSync(join(data, "pg_hba.conf"), `host all all ${network} trust\n`);
  const settings = `-p ${port} -c listen_addresses=${serverAddress} -c unix_socket_directories=${folder}`;
  const log = join(folder, "log");
  try {
    run("pg_ctl", "-D", data, "-l", log, "-w", "-t", "120", "-o", settings, "start");
  } catch (error) {
    const told = existsSync(log) ? readFileSync(log, "utf8") : "";
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`Postgres did not start: ${told}`, { cause: error });
  }
  return {
    url: `postgres://hookdesk@${serverAddress}:${port}/postgres`,
    stop() {
      run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
