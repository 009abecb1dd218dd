import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ConfigError, readConfig } from "./config";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "hookdesk-config-"));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const read = (env: Record<string, string>) => readConfig({ DATA_DIR: dataDir, ...env });

test("the defaults are those of the contract", () => {
  expect(read({})).toMatchObject({
    port: 3000,
    host: "127.0.0.1",
    databaseUrl: `sqlite:${join(dataDir, "hookdesk.db")}`,
    publicUrl: "http://localhost:3000",
    isDemo: false,
    allowNet: "",
    portalId: 1,
    orgId: 1,
    timeZone: "UTC",
  });
});

test("the first start makes a secret only its owner can read; the next one finds it", () => {
  const { secrets } = read({});
  expect(secrets[0].length).toBeGreaterThanOrEqual(40);
  expect(statSync(join(dataDir, "secret")).mode & 0o777).toBe(0o600);
  expect(read({}).secrets).toEqual(secrets);
  expect(readFileSync(join(dataDir, "secret"), "utf8").trim()).toBe(secrets[0]);
});

test("several secrets rotate: the first seals, all open", () => {
  expect(read({ HOOKDESK_SECRET: "new-secret-0123456789 old-secret-0123456789" }).secrets).toEqual([
    "new-secret-0123456789",
    "old-secret-0123456789",
  ]);
});

describe("a bad value stops the start with a sentence that names the variable", () => {
  test.each([
    ["PORT", "http"],
    ["PORT", "70000"],
    ["DATABASE_URL", "mysql://localhost/x"],
    ["PUBLIC_URL", "hookdesk.example"],
    ["PUBLIC_URL", "https://example.com/hookdesk"],
    ["PUBLIC_URL", "ftp://example.com"],
    ["HOOKDESK_SECRET", "short"],
    ["HOOKDESK_ADMIN_EMAIL", "annie"],
    ["HOOKDESK_ADMIN_PASSWORD", "short"],
    ["HOOKDESK_API_KEY", "short"],
    ["HOOKDESK_DEMO", "yes"],
    ["HOOKDESK_PORTAL_ID", "one"],
    ["HOOKDESK_TZ", "Mars/Olympus"],
  ])("%s=%s", (name, value) => {
    expect(() => read({ [name]: value })).toThrow(ConfigError);
    expect(() => read({ [name]: value })).toThrow(new RegExp(`^${name} must`));
  });

  test("an administrator's e-mail without password", () => {
    expect(() => read({ HOOKDESK_ADMIN_EMAIL: "annie@example.com" })).toThrow("HOOKDESK_ADMIN_PASSWORD");
  });
});

test("PUBLIC_URL is kept as an origin, which cookies and own addresses are judged by", () => {
  expect(read({ PUBLIC_URL: "HTTPS://Desk.Example.com/" }).publicUrl).toBe("https://desk.example.com");
  expect(read({ PUBLIC_URL: "http://10.0.0.5:8080" }).publicUrl).toBe("http://10.0.0.5:8080");
});
