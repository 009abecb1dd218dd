import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { authorityCertificate } from "@/lib/http/testing/certificates";
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
    ["HOOKDESK_PROXY", "proxy.example:3128"],
    ["HOOKDESK_PROXY", "socks5://proxy.example"],
    ["HOOKDESK_NO_PROXY", "10.0.0.0/99"],
    ["HOOKDESK_PROXY_DNS", "maybe"],
    ["HOOKDESK_CA_FILE", "/no/such/file.pem"],
    ["HOOKDESK_CA_FILE", "/dev/null"],
    ["HOOKDESK_SMTP_URL", "mail.example.com"],
    ["HOOKDESK_SMTP_URL", "https://mail.example.com"],
    ["HOOKDESK_SMTP_URL", "smtp://mail.example.com/path"],
    ["HOOKDESK_SMTP_URL", "smtp://mail.example.com?tls=no"],
    ["HOOKDESK_SMTP_URL", "smtps://mail.example.com?tls=off"],
    ["HOOKDESK_SMTP_URL", "smtp://desk:100%@mail.example.com"],
    ["HOOKDESK_MAIL_FROM", "desk"],
    ["HOOKDESK_MAIL_FROM", "a@example.com, b@example.com"],
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

describe("the mail server", () => {
  const HOOKDESK_MAIL_FROM = "Help desk <desk@example.com>";

  test.each([
    "smtps://desk%40example.com:p%2Fw@mail.example.com",
    "smtp://mail.example.com:587/",
    "smtp://[::1]:2525?tls=off",
  ])("%s", (HOOKDESK_SMTP_URL) => {
    expect(read({ HOOKDESK_SMTP_URL, HOOKDESK_MAIL_FROM }).mail).toEqual({
      smtpUrl: HOOKDESK_SMTP_URL,
      from: HOOKDESK_MAIL_FROM,
    });
  });

  test("is needed together with a sender, or not at all, and its password is not repeated", () => {
    expect(read({ HOOKDESK_SMTP_URL: " ", HOOKDESK_MAIL_FROM: "" }).mail).toBeUndefined();
    const HOOKDESK_SMTP_URL = "smtp://desk:s3cret@mail.example.com";
    expect(() => read({ HOOKDESK_SMTP_URL })).toThrow("HOOKDESK_MAIL_FROM");
    expect(() => read({ HOOKDESK_MAIL_FROM })).toThrow("HOOKDESK_SMTP_URL");
    expect(() => read({ HOOKDESK_SMTP_URL: `${HOOKDESK_SMTP_URL}/x` })).not.toThrow(/s3cret/);
  });
});

test("PUBLIC_URL is kept as an origin, which cookies and own addresses are judged by", () => {
  expect(read({ PUBLIC_URL: "HTTPS://Desk.Example.com/" }).publicUrl).toBe("https://desk.example.com");
  expect(read({ PUBLIC_URL: "http://10.0.0.5:8080" }).publicUrl).toBe("http://10.0.0.5:8080");
});

describe("the way out", () => {
  test("is direct and trusts the built-in authorities unless told otherwise", () => {
    expect(
      read({ HOOKDESK_PROXY: "", HOOKDESK_NO_PROXY: " ", HOOKDESK_PROXY_DNS: "", HOOKDESK_CA_FILE: "" }),
    ).toMatchObject({ proxy: undefined, authorities: undefined });
  });

  test("a proxy, with whom it is not for and who resolves names", () => {
    const HOOKDESK_PROXY = "http://desk:s3cret@proxy.example:3128";
    expect(read({ HOOKDESK_PROXY, HOOKDESK_NO_PROXY: "*.corp.example", HOOKDESK_PROXY_DNS: "proxy" }).proxy).toEqual({
      ...{ hostname: "proxy.example", port: 3128, isSecure: false, resolvesNames: true },
      ...{ authorization: `Basic ${btoa("desk:s3cret")}`, except: { networks: [], hosts: ["*.corp.example"] } },
    });
    expect(() => read({ HOOKDESK_PROXY: `${HOOKDESK_PROXY}/s3cret` })).not.toThrow(/s3cret/);
  });

  test("a file of authorities", () => {
    const file = join(dataDir, "ca.pem");
    writeFileSync(file, authorityCertificate);
    expect(read({ HOOKDESK_CA_FILE: file }).authorities).toBe(authorityCertificate);
    writeFileSync(file, "no certificate");
    expect(() => read({ HOOKDESK_CA_FILE: file })).toThrow(
      `HOOKDESK_CA_FILE must name a file of certificates: ${file} holds no certificate in PEM form.`,
    );
  });
});
