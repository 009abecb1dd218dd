import { describe, expect, test } from "vitest";
import { fieldErrors } from "@/lib/core/field-errors";
import { mask } from "@/lib/core/secrets";
import {
  authInput,
  inputOf,
  leadsElsewhere,
  mergeAuth,
  missingSecrets,
  showAuth,
  shownHeadersOf,
  splitAuth,
} from "./input";
import { type AuthType, authKinds } from "./kinds";

const key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----";
const cert = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----";
const signing = `whsec_${btoa("x".repeat(24))}`;
const samples: Record<AuthType, Record<string, string>> = {
  none: {},
  basic: { username: "u", password: "p" },
  ntlm: { username: "u", password: "p", domain: "D" },
  bearer: { token: "t0ken" },
  apiKey: { header: "X-Key", value: "v" },
  oauth2: {
    tokenUrl: "https://id.example/token",
    clientId: "c",
    clientSecret: "s",
    clientAuthentication: "basic",
  },
  digest: { username: "u", password: "p" },
  mtls: { certificate: cert, privateKey: key },
  hmac: { secret: signing },
};
const now = new Date("2026-01-01T00:00:00Z");
const types = Object.keys(samples) as AuthType[];
const secretsOf = (type: AuthType): readonly string[] => authKinds[type].secrets;

describe.each(types)("%s", (type) => {
  const given = authInput.parse({ type, ...samples[type] });

  test("shows no secret, and starts the form with blanks that keep them", () => {
    if (given.type === "shared") throw new Error("not shared");
    const stored = splitAuth(given);
    const shown = showAuth(type, stored.settings, Object.keys(stored.secrets));
    for (const name of secretsOf(type)) expect(shown).not.toHaveProperty(name);
    const blank = authInput.parse(inputOf(shown));
    if (blank.type === "shared") throw new Error("not shared");
    expect(missingSecrets(blank, Object.keys(stored.secrets))).toEqual({});
    const before = mergeAuth(undefined, given, now);
    expect(mergeAuth(before, blank, now)).toEqual(before);
  });

  test("without a stored secret a blank one is missed by its label", () => {
    const blank = authInput.parse({
      type,
      ...samples[type],
      ...Object.fromEntries(secretsOf(type).map((name) => [name, ""])),
    });
    if (blank.type === "shared") throw new Error("not shared");
    const missing = missingSecrets(blank, []);
    expect(Object.keys(missing).length).toBe(secretsOf(type).length > 0 ? 1 : 0);
    for (const [path, [message]] of Object.entries(missing)) {
      expect(path).toMatch(/^auth\./);
      expect(message).toMatch(/^Enter the /);
    }
  });

  test("previews mask what is secret", () => {
    const headers = Object.values(shownHeadersOf(given)).join("\n");
    for (const name of secretsOf(type)) {
      const secret = samples[type][name];
      if (secret && secret.length > 1) expect(headers).not.toContain(secret);
    }
  });
});

test("a given secret has to be right; the message is the kind's own", () => {
  const problems = fieldErrors(authInput.safeParse({ type: "hmac", secret: "short" }).error as never);
  expect(problems.secret?.[0]).toContain("whsec_");
});

test("a replaced signing secret is used for a day beside the new one", () => {
  const before = mergeAuth(undefined, { type: "hmac", secret: signing } as never, now);
  const fresh = `whsec_${btoa("y".repeat(24))}`;
  expect(mergeAuth(before, { type: "hmac", secret: fresh } as never, now)).toEqual({
    type: "hmac",
    secret: fresh,
    previousSecret: signing,
    previousUntil: "2026-01-02T00:00:00.000Z",
  });
});

test("a shared connection shows the headers of its type", () => {
  const shown = { type: "shared", connectionId: "con_1", connectionName: "Partner", connectionType: "basic" } as const;
  expect(shownHeadersOf(shown)).toEqual({ authorization: `Basic ${mask}` });
  expect(inputOf(shown)).toEqual({ type: "shared", connectionId: "con_1" });
});

test.each([
  ["https://a.example/x", "https://a.example/y?z", false],
  ["https://a.example/x", "https://A.example/{{ticket.id}}", false],
  ["https://a.example/x", "https://b.example/x", true],
  ["https://a.example/x", "http://a.example/x", true],
  ["https://a.example/x", "https://a.example:8443/x", true],
  ["https://a.example/x", "https://{{ticket.title}}/x", true],
  ["https://a.example/x", "https://a.example@evil.example/x", true],
  ["https://a.example/x", "{{ticket.title}}", true],
])("stored secrets from %s to %s lead elsewhere: %s", (before, after, elsewhere) => {
  const auth = { type: "basic", username: "u", password: "" } as const;
  expect(leadsElsewhere({ url: before, auth: { ...auth, hasPassword: true } }, { url: after, auth })).toBe(elsewhere);
});
