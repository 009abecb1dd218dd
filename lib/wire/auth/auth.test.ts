import { expect, expectTypeOf, test } from "vitest";
import { redact } from "@/lib/core/secrets";
import type { OutgoingRequest } from "@/lib/core/transport";
import { type Auth, authSchema, authTypes, secretValuesOf, withAuth } from ".";

async function sentWith(auth: Auth): Promise<OutgoingRequest | undefined> {
  const sent: OutgoingRequest[] = [];
  const transport = async (request: OutgoingRequest) => {
    sent.push(request);
    return { status: 200, headers: {}, body: "", timing: { totalMs: 1 } };
  };
  await withAuth(transport, auth)({ method: "GET", url: "https://x.test", headers: { accept: "text/html" } });
  return sent[0];
}

test("the union is inferred from the schemas", () => {
  expectTypeOf<Auth>().toEqualTypeOf<{ type: "none" } | { type: "basic"; username: string; password: string }>();
  expect(authSchema.safeParse({ type: "basic", username: "u" }).success).toBe(false);
});

test("labels are the vendor's", () => {
  expect(Object.values(authTypes).map((type) => type.label)).toEqual(["No Authentication", "Basic"]);
  expect(Object.entries(authTypes).every(([key, type]) => key === type.type)).toBe(true);
});

test("basic needs both parts, and no colon in the username", () => {
  const problem = (username: string, password: string) =>
    authSchema.safeParse({ type: "basic", username, password }).error?.issues.map((issue) => issue.message);
  expect(problem("u", "p")).toBeUndefined();
  expect(problem("u", "p:q")).toBeUndefined();
  expect(problem("", "p")).toEqual(["Enter a username."]);
  expect(problem("u", "")).toEqual(["Enter a password."]);
  expect(problem("a:b", "p")).toEqual(["A username for Basic authentication cannot contain a colon."]);
});

test("basic encodes non-ASCII credentials as UTF-8 and keeps the other headers", async () => {
  const request = await sentWith({ type: "basic", username: "u", password: "é" });
  expect(request?.headers).toEqual({ accept: "text/html", authorization: "Basic dTrDqQ==" });
});

test("none changes nothing", async () => {
  expect((await sentWith({ type: "none" }))?.headers).toEqual({ accept: "text/html" });
  expect(secretValuesOf({ type: "none" })).toEqual([]);
});

test("nothing of the credentials survives redaction, even when the password is one letter", () => {
  const auth: Auth = { type: "basic", username: "desk", password: "d" };
  const header = `Basic ${btoa("desk:d")}`;
  expect(redact(`authorization: ${header}`, secretValuesOf(auth))).toBe("authorization: Basic ••••••");
  expect(redact("the password is d", secretValuesOf(auth))).not.toMatch(/ d$/);
});
