import { build } from "esbuild";
import { describe, expect, test } from "vitest";
import { testKey, validCertificate } from "@/lib/http/testing/certificates";
import { type Auth, authKindOf, authKinds, authSchema, destinationsOf, rotated, shownHeaders } from "./kinds";

const whsec = (bytes: number, fill = 7) => `whsec_${Buffer.alloc(bytes, fill).toString("base64")}`;

const samples = {
  none: { type: "none" },
  basic: { type: "basic", username: "u", password: "p" },
  ntlm: { type: "ntlm", username: "u", password: "p", domain: "D" },
  bearer: { type: "bearer", token: "t" },
  apiKey: { type: "apiKey", header: "X-Key", value: "v" },
  oauth2: {
    type: "oauth2",
    tokenUrl: "https://id.test/token",
    clientId: "c",
    clientSecret: "s",
    clientAuthentication: "basic",
  },
  digest: { type: "digest", username: "u", password: "p" },
  mtls: { type: "mtls", certificate: validCertificate, privateKey: testKey },
  hmac: { type: "hmac", secret: whsec(32) },
} satisfies { [Type in Auth["type"]]: Extract<Auth, { type: Type }> };

test("the kinds, in the order and with the labels of the form", () => {
  expect(Object.values(authKinds).map(({ label }) => label)).toEqual([
    "No Authentication",
    "Basic",
    "NTLM",
    "Bearer token",
    "API key header",
    "OAuth 2.0 client credentials",
    "HTTP Digest",
    "Client certificate (mutual TLS)",
    "Signed (Standard Webhooks)",
  ]);
});

describe.each(Object.values(samples))("$type", (sample: Auth) => {
  const kind = authKindOf(sample.type);
  const schema = authKinds[sample.type].schema;

  test("every value has a field, and every secret one that hides it", () => {
    expect(kind.type).toBe(sample.type);
    expect(["type", ...kind.fields.map(({ name }) => name)].sort()).toEqual(Object.keys(schema.shape).sort());
    const hidden = kind.fields.filter((field) => field.kind === "secret" || field.kind === "multilineSecret");
    expect(hidden.map(({ name }) => name).sort()).toEqual([...kind.secrets].sort());
    for (const field of kind.fields) expect(field.kind === "choice").toBe(field.choices !== undefined);
  });

  test("required values say so when they are missing, optional ones may be blank", () => {
    expect(authSchema.parse(sample)).toEqual(sample);
    const blank = Object.fromEntries(kind.fields.map(({ name }) => [name, ""]));
    const blankOptional = kind.fields.filter(({ isRequired }) => !isRequired).map(({ name }) => [name, ""]);
    expect(authSchema.safeParse({ ...sample, ...Object.fromEntries(blankOptional) }).success).toBe(true);
    const issues = authSchema.safeParse({ ...blank, type: sample.type }).error?.issues ?? [];
    const required = kind.fields.filter(({ isRequired }) => isRequired).map(({ name }) => name);
    expect([...new Set(issues.map(({ path }) => path.join(".")))]).toEqual(required);
    for (const { message } of issues) expect(message).toMatch(/^[A-Z].*\.$/);
  });

  test("a preview shows no secret", () => {
    const shown = JSON.stringify(shownHeaders(sample));
    for (const name of kind.secrets) {
      const value: unknown = Reflect.get(sample, name);
      if (typeof value === "string" && value.length > 1) expect(shown).not.toContain(value);
    }
  });
});

test("what a preview shows", () => {
  const shown = Object.values(samples).map((sample) => [sample.type, shownHeaders(sample)]);
  expect(Object.fromEntries(shown)).toEqual({
    none: {},
    basic: { authorization: "Basic ••••••" },
    ntlm: { authorization: "NTLM ••••••" },
    bearer: { authorization: "Bearer ••••••" },
    apiKey: { "x-key": "••••••" },
    oauth2: { authorization: "Bearer ••••••" },
    digest: { authorization: "Digest ••••••" },
    mtls: {},
    hmac: {
      "webhook-id": "(delivery id)",
      "webhook-timestamp": "(when sent)",
      "webhook-signature": "••••••",
    },
  });
  expect(shownHeaders({ type: "apiKey", header: "", value: "" })).toEqual({});
});

test("only OAuth sends secrets to another place", () => {
  const places = Object.values(samples).flatMap((sample) => destinationsOf(sample).map((url) => [sample.type, url]));
  expect(places).toEqual([["oauth2", "https://id.test/token"]]);
});

describe("what is refused, and how it is said", () => {
  test.each<[Auth["type"], Record<string, string>, string]>([
    ["basic", { username: "a:b" }, "A username for Basic authentication cannot contain a colon."],
    [
      "digest",
      { username: "a:b" },
      "A username for Digest authentication cannot contain a colon or a control character.",
    ],
    ["bearer", { token: "a b" }, "A token cannot contain spaces."],
    ["bearer", { token: "a☃" }, "This has a line break or a character that headers cannot carry."],
    ["apiKey", { header: "X Key" }, "A header name has only letters, digits and hyphens."],
    ["apiKey", { header: "Host" }, "This header is set by Hookdesk and cannot be given."],
    ["apiKey", { header: "Proxy-Authorization" }, "This header is set by Hookdesk and cannot be given."],
    ["apiKey", { value: "a\r\nx: y" }, "This has a line break or a character that headers cannot carry."],
    ["apiKey", { value: " a" }, "Remove the blanks around the key."],
    ["oauth2", { tokenUrl: "ftp://id.test" }, "The token URL must begin with http:// or https:// and name a host."],
    ["oauth2", { tokenUrl: "https://" }, "The token URL must begin with http:// or https:// and name a host."],
    ["oauth2", { tokenUrl: "https://id.test/#x" }, "The token URL cannot have a part behind #."],
    ["oauth2", { clientAuthentication: "jwt" }, "Choose how the client proves itself to the token URL."],
    ["hmac", { secret: "plain words" }, "The signing secret must be whsec_ followed by 24 to 64 bytes in base64."],
    ["hmac", { secret: whsec(23) }, "The signing secret must be whsec_ followed by 24 to 64 bytes in base64."],
    ["hmac", { secret: whsec(65) }, "The signing secret must be whsec_ followed by 24 to 64 bytes in base64."],
    ["hmac", { previousSecret: "x" }, "The previous secret must be whsec_ followed by 24 to 64 bytes in base64."],
    ["hmac", { previousUntil: "tomorrow" }, "Enter a date and time."],
    ["ntlm", { domain: "d".repeat(256) }, "At most 255 characters fit here."],
  ])("%s %j", (type, change, message) => {
    const { error } = authSchema.safeParse({ ...samples[type], ...change });
    expect(error?.issues.map((issue) => issue.message)).toEqual([message]);
  });

  test("PEM texts of other things", () => {
    const problem = (change: object) =>
      authSchema.safeParse({ ...samples.mtls, ...change }).error?.issues.map(({ message }) => message)[0];
    expect(problem({ certificate: testKey })).toContain("-----BEGIN CERTIFICATE-----");
    expect(problem({ certificate: validCertificate.replace("M", "!") })).toContain("Paste the certificate in PEM form");
    expect(problem({ certificate: `${validCertificate}\n${validCertificate}\n` })).toBeUndefined();
    expect(problem({ certificate: validCertificate.replaceAll("\n", "\r\n") })).toBeUndefined();
    expect(problem({ privateKey: validCertificate })).toContain("Paste the private key in PEM form");
    const encrypted =
      "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: X,1\n\nAAAA\n-----END RSA PRIVATE KEY-----";
    expect(problem({ privateKey: encrypted })).toBeUndefined();
    expect(
      problem({ privateKey: "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----" }),
    ).toBeUndefined();
  });

  test("a signing secret may lack its prefix", () => {
    for (const bytes of [24, 25, 26, 64])
      for (const secret of [whsec(bytes), whsec(bytes).slice(6)])
        expect(authSchema.safeParse({ type: "hmac", secret }).success).toBe(true);
  });
});

describe("rotation", () => {
  const now = new Date("2026-11-21T10:00:00Z");
  const old: Auth = { type: "hmac", secret: whsec(32, 1) };
  const fresh: Auth = { type: "hmac", secret: whsec(32, 2) };

  test("a replaced signing secret stays in use for a day", () => {
    expect(rotated(old, fresh, now)).toEqual({
      ...fresh,
      previousSecret: old.secret,
      previousUntil: "2026-11-22T10:00:00.000Z",
    });
    expect(authSchema.safeParse(rotated(old, fresh, now)).success).toBe(true);
  });

  test("nothing else changes", () => {
    expect(rotated(old, { ...old }, now)).toEqual(old);
    expect(rotated(samples.basic, fresh, now)).toEqual(fresh);
    expect(rotated(samples.basic, { ...samples.basic, password: "q" }, now)).toEqual({
      ...samples.basic,
      password: "q",
    });
  });
});

test("the browser can have all of it: nothing of Node is imported", async () => {
  const { metafile } = await build({
    entryPoints: ["lib/wire/auth/kinds.ts", "lib/wire/auth/input.ts"],
    bundle: true,
    write: false,
    outdir: "nowhere",
    format: "esm",
    packages: "external",
    alias: { "@": process.cwd() },
    metafile: true,
  });
  const imported = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  expect([...new Set(imported)]).toEqual(["zod"]);
});
