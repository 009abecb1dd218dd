// `npm run demo:e-bonding`: two Hookdesk instances on this machine that keep each other's incidents up to date.
import "./node-version.mjs";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { bond } from "./e-bonding/bond.mjs";
import { programs } from "./programs.mjs";
import { assertFree, waitUntilReady } from "./ready.mjs";
import { stopWithProcess, supervise } from "./supervise.mjs";

const firstPort = Number(process.env.E_BONDING_PORT || 3101);
const host = "127.0.0.1";
const email = "admin@example.com";
const password = process.env.HOOKDESK_ADMIN_PASSWORD || randomBytes(12).toString("base64url");

const instances = ["A", "B"].map((name, index) => {
  const port = String(firstPort + index);
  const url = `http://${host}:${port}`;
  // Cookies know no ports: under another name both desks can be open in one browser.
  const shownUrl = index === 0 ? url : `http://localhost:${port}`;
  const apiKey = process.env.HOOKDESK_API_KEY || randomBytes(24).toString("base64url");
  const dataDir = mkdtempSync(path.join(tmpdir(), `hookdesk-${name.toLowerCase()}-`));
  const env = {
    PORT: port,
    HOST: host,
    PUBLIC_URL: shownUrl,
    DATA_DIR: dataDir,
    DATABASE_URL: `sqlite:${path.join(dataDir, "hookdesk.db")}`,
    HOOKDESK_API_KEY: apiKey,
    HOOKDESK_ADMIN_EMAIL: email,
    HOOKDESK_ADMIN_PASSWORD: password,
    HOOKDESK_ALLOW_NET: "127.0.0.1/32",
  };
  return { name, port, url, shownUrl, apiKey, dataDir, env };
});

async function start() {
  await Promise.all(instances.map(({ port }) => assertFree(port, host)));
  const parts = programs();
  const supervisor = supervise();
  const ending = new AbortController();
  stopWithProcess(supervisor);
  const ready = instances.map(({ name, url, env }) => {
    const named = (part) => ({ ...part, name: `${part.name} of ${name}`, env: { ...part.env, ...env } });
    supervisor.launch(named(parts.console));
    return waitUntilReady(`${url}/api/health/ready`, {
      signal: ending.signal,
      onAnswer: () => supervisor.launch(named(parts.worker)),
      onSlow: () => console.error(`[e-bonding] instance ${name} is still not ready`),
    });
  });
  const bonded = Promise.all(ready).then(async (results) => {
    if (!results.every(Boolean)) return;
    await bond(...instances);
    for (const { name, shownUrl } of instances) console.log(`[e-bonding] ${name} ${shownUrl}`);
    console.log(
      `[e-bonding] ready: sign in as ${email} with ${password}; create an incident on one, see it on the other`,
    );
  });
  bonded.catch((error) => {
    console.error(`[e-bonding] ${error.message}`);
    supervisor.stop(1);
  });
  const code = await supervisor.done;
  ending.abort();
  for (const { dataDir } of instances) rmSync(dataDir, { recursive: true, force: true });
  return code;
}

try {
  process.exit(await start());
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
