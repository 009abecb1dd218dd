import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import Sqlite from "better-sqlite3";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { describe, expect, test } from "vitest";
import { allPermissions, technicianPermissions } from "@/lib/access/permissions";
import { systemActor as actor } from "@/lib/core/actor";
import { webhookInput } from "@/lib/delivery/webhook";
import { createCipher } from "@/lib/runtime/cipher";
import type { Stores } from "@/lib/runtime/stores";
import { openStores, storesOn } from ".";
import { pgliteDriver } from "./contract/pglite";
import { openPostgres } from "./postgres/client";

const cipher = createCipher(["upgrade"]);

/** A webhook's settings as the first version stored them. */
const oldConfig = {
  ...{ url: "https://partner.example/api", hasEncodedUrlParameters: false, method: "POST", body: "{}" },
  ...{ requestContentType: "application/json", responseContentType: "application/json" },
  ...{ runRulesAfterResponse: false, actionDescription: "", showAsButton: false, parameters: [], responseFields: [] },
};
const added = {
  headers: [],
  responseActions: { success: [], failure: [] },
  writeBack: "keep",
  conditions: { type: "group", mode: "all", conditions: [] },
  retry: { schedule: "standard", delaysSeconds: [], stopOn: [] },
  ordering: "event",
  limits: { concurrency: null, perSecond: null },
  followRedirects: false,
};

const text = (value: unknown) => `'${JSON.stringify(value)}'`;
/** Rows as the first version wrote them; `at` is a moment and `yes` true, as the dialect spells them. */
const oldRows = (at: string, yes: string) => [
  `INSERT INTO ticket_types (id, name, prefix, next_number) VALUES (1, 'Incident', 'IN', 5)`,
  `INSERT INTO roles (id, name, description, permissions, built_in, created_at) VALUES
    ('rol_a', 'Administrator', '', '["tickets.read"]', 'administrator', ${at}),
    ('rol_t', 'Technician', '', ${text(technicianPermissions)}, 'technician', ${at}),
    ('rol_x', 'Readers', '', '["tickets.read"]', NULL, ${at})`,
  `INSERT INTO webhooks (id, name, ticket_type_id, is_enabled, role_ids, version, config, connection_id, created_at, updated_at)
    VALUES ('whk_1', 'Old', 1, ${yes}, '[]', 2, ${text(oldConfig)}, 'con_1', ${at}, ${at})`,
  `INSERT INTO webhook_versions (webhook_id, version, config, saved_at, saved_by)
    VALUES ('whk_1', 1, ${text(oldConfig)}, ${at}, 'Annie'), ('whk_1', 2, ${text(oldConfig)}, ${at}, 'Abed')`,
  `INSERT INTO connections (id, webhook_id, type, settings, secrets, key_id, updated_at) VALUES ('con_1', 'whk_1', 'basic',
    '{"username":"desk"}', '${cipher.seal('{"password":"secret"}', "connections:con_1")}', '${cipher.keyId}', ${at})`,
];

async function checkUpgraded(stores: Stores) {
  const roles = await stores.roles.list();
  const permissionsOf = (id: string) => roles.find((role) => role.id === id)?.permissions;
  expect(permissionsOf("rol_a")).toEqual(allPermissions);
  expect(permissionsOf("rol_t")).toEqual(technicianPermissions);
  expect(permissionsOf("rol_x")).toEqual(["tickets.read"]);

  const config = { ...oldConfig, ...added };
  const webhook = await stores.webhooks.get("whk_1");
  expect(webhook).toMatchObject({ config, auth: { type: "basic", username: "desk", hasPassword: true }, version: 2 });
  expect((await stores.webhooks.list({ page: 1, pageSize: 10 })).items).toEqual([webhook]);
  expect(await stores.webhooks.configAt("whk_1", 1)).toEqual(config);
  expect(await stores.webhooks.versions("whk_1", { page: 1, pageSize: 1 })).toMatchObject({
    total: 2,
    items: [{ version: 2, savedBy: "Abed" }],
  });
  expect(await stores.connections.open("con_1")).toEqual({
    auth: { type: "basic", username: "desk", password: "secret" },
    hosts: [],
  });
  expect(await stores.webhooks.duplicate(actor, "whk_1")).toMatchObject({ config });
  // Whoever looks for what uses a form reads old webhooks, too.
  const form = await stores.customForms.create(actor, {
    ...{ name: "Integration", ticketTypeIds: [1], isMultiLine: false },
    fields: [{ id: 0, name: "Number", kind: "text", options: [], isReadOnly: false }],
  });
  await stores.customForms.remove(actor, form.id);
  const auth = { type: "basic", username: "desk", password: "" } as const;
  const input = webhookInput.parse({ ...oldConfig, name: "New", ticketTypeId: 1, auth });
  expect(await stores.webhooks.update(actor, "whk_1", input, 2)).toMatchObject({ config, version: 3 });
  expect(await stores.events.claim({ now: new Date(), leaseMs: 1_000, limit: 10 })).toEqual([]);
}

describe("data of the first version", () => {
  test("is brought up to date on sqlite, twice opened", async () => {
    const folder = mkdtempSync(join(tmpdir(), "hookdesk-upgrade-"));
    const file = join(folder, "hookdesk.db");
    const raw = new Sqlite(file);
    const [first] = readMigrationFiles({ migrationsFolder: "db/sqlite/migrations" });
    raw.exec("CREATE TABLE migrations (hash text PRIMARY KEY NOT NULL, applied_at integer NOT NULL)");
    for (const statement of [...(first?.sql ?? []), ...oldRows("1700000000000", "1")]) raw.exec(statement);
    raw.prepare("INSERT INTO migrations VALUES (?, 0)").run(first?.hash);
    raw.close();
    for (const turn of [1, 2]) {
      const stores = await openStores(`sqlite:${file}`, cipher);
      if (turn === 1) await checkUpgraded(stores);
      else expect((await stores.webhooks.get("whk_1"))?.version).toBe(3);
      await stores.close();
    }
    rmSync(folder, { recursive: true });
  });

  test("is brought up to date on postgres", async () => {
    const server = new PGlite();
    const [first] = readMigrationFiles({ migrationsFolder: "db/postgres/migrations" });
    await server.exec("CREATE TABLE migrations (hash text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())");
    for (const statement of [...(first?.sql ?? []), ...oldRows("now()", "true")]) await server.exec(statement);
    await server.query("INSERT INTO migrations (hash) VALUES ($1)", [first?.hash]);
    const stores = await storesOn(await openPostgres(pgliteDriver(server)), cipher);
    await checkUpgraded(stores);
    await stores.close();
  }, 60_000);
});
