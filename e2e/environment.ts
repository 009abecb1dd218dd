import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });

// Playwright reads this in its main process and again in every worker: the first reading decides, the others inherit.
process.env.E2E_PORT ??= String(await freePort());
if (!process.env.E2E_DATA_DIR) {
  const folder = mkdtempSync(join(tmpdir(), "hookdesk-e2e-"));
  process.env.E2E_DATA_DIR = folder;
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
}

// A developer's own settings must not reach the server under test.
for (const name of Object.keys(process.env)) if (name.startsWith("HOOKDESK_")) delete process.env[name];

const port = process.env.E2E_PORT;
const dataDir = process.env.E2E_DATA_DIR;
const url = `http://127.0.0.1:${port}`;
const admin = {
  firstName: "Annie",
  lastName: "Admin",
  email: "admin@example.test",
  password: "correct horse battery staple",
};
const technician = {
  firstName: "Troy",
  lastName: "Technician",
  email: "troy@example.test",
  password: "another long enough password",
};
const apiKey = "e2e-administrator-key-0123456789abcdef";

/** What the browser tests know about the server they talk to, and the settings it was started with. */
export const e2e = {
  url,
  admin,
  technician,
  apiKey,
  /** Signed-in browsers, saved by the set-up project. */
  adminState: join(dataDir, "admin.json"),
  technicianState: join(dataDir, "technician.json"),
  serverEnv: {
    HOST: "127.0.0.1",
    PORT: port,
    PUBLIC_URL: url,
    DATA_DIR: dataDir,
    DATABASE_URL: process.env.E2E_DATABASE_URL ?? `sqlite:${join(dataDir, "hookdesk.db")}`,
    HOOKDESK_API_KEY: apiKey,
    // The receivers of the tests listen on the loopback address.
    HOOKDESK_ALLOW_NET: "127.0.0.1/32",
  },
};
