import { readdirSync } from "node:fs";
import { dirname, join } from "node:path/posix";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestStores, type TestStores } from "@/db/testing";
import { technicianPermissions } from "@/lib/access/permissions";
import { systemClock } from "@/lib/core/clock";
import type { Result } from "@/lib/core/result";
import { readConfig } from "./config";
import { openFunctions } from "./open-functions";
import { type Identity, setRuntime } from "./runtime";

type Action = (input: unknown) => Promise<Result<unknown>>;

const files = readdirSync("app", { recursive: true, encoding: "utf8" }).filter((file) =>
  /(^|[/-])actions\.ts$/.test(file),
);

/** Anyone may call these: they are how one signs in. */
const forStrangers = ["login/signIn", "login/createAdministrator"];
/** Not made with action(): sign-out ends whatever session there is, the palette finds nothing for strangers. */
const plain = ["signOut", "searchConsole"];
/** What a technician's role includes; everything else must be refused. */
const forTechnicians = [
  "account/changePassword",
  "account/endSessions",
  ...["openTicket", "saveFields", "saveCustomForm", "addReply", "findPeople"].map((name) => `tickets/${name}`),
  ...["openFiring", "previewFiring", "fire", "followDelivery", "explainNotListed", "undo", "decideProposal"].map(
    (name) => `tickets/[displayId]/${name}`,
  ),
  ...["findMatching", "openFireMany", "check", "fireSome", "followSome"].map((name) => `tickets/_fire-many/${name}`),
];

let opened: TestStores;
let who: Identity | undefined;
const actions: [name: string, run: Action][] = [];

beforeAll(async () => {
  opened = await openTestStores();
  const config = readConfig({ HOOKDESK_SECRET: "a secret for tests", DATABASE_URL: "sqlite:unused" });
  const functions = openFunctions(config, opened.stores);
  setRuntime({ config, stores: opened.stores, clock: systemClock, functions, identify: async () => who });
  for (const file of files) {
    const module = (await import(`@/app/${file}`)) as Record<string, Action>;
    const folder = dirname(file).replace(/\([^)]+\)\/?/g, "");
    for (const [name, run] of Object.entries(module))
      if (!plain.includes(name)) actions.push([join(folder, name), run]);
  }
});

afterAll(() => opened.remove());

test("every action refuses a stranger", async () => {
  who = undefined;
  expect(actions.length).toBeGreaterThan(10);
  for (const [name, run] of actions) {
    const result = await run({});
    expect(result, name).toMatchObject({
      ok: false,
      error: { code: forStrangers.includes(name) ? "invalid" : "unauthenticated" },
    });
  }
});

test("every action beyond a technician's role refuses one", async () => {
  const role = (await opened.stores.roles.list()).find(({ builtIn }) => builtIn === "technician");
  who = {
    sessionId: "ses_test",
    email: "troy@example.test",
    principal: {
      kind: "person",
      id: "person:1",
      name: "Troy",
      personId: 1,
      roleId: role?.id ?? "",
      roleName: "Technician",
      permissions: technicianPermissions,
    },
  };
  const open: string[] = [];
  for (const [name, run] of actions) {
    if (forStrangers.includes(name)) continue;
    const result = await run({ id: "x" });
    if (result.ok || result.error.code !== "forbidden") open.push(name);
  }
  expect(open.sort()).toEqual([...forTechnicians].sort());
});
