import { networkInterfaces } from "node:os";
import { rootCertificates } from "node:tls";
import { expect, test } from "vitest";
import { checkUrl } from "@/lib/http/guard";
import { authorityCertificate } from "@/lib/http/testing/certificates";
import { outgoing, outgoingPolicy } from "./outgoing";

const config = { allowNet: "", publicUrl: "https://desk.example.com", host: "127.0.0.1", port: 3000 };
const policy = (given: Partial<typeof config> = {}) =>
  outgoingPolicy({ ...config, ...given } as Parameters<typeof outgoingPolicy>[0]);

test("only the inspector can be called of this instance, by each of its names", () => {
  for (const origin of [
    "https://desk.example.com",
    "http://localhost:3000",
    "http://127.0.0.1:3000",
    "http://[::1]:3000",
  ]) {
    expect(checkUrl(`${origin}/inspect/bin_1`, policy()).origin).toBe(origin);
    expect(() => checkUrl(`${origin}/login`, policy())).toThrow("only its request inspector");
  }
});

test("listening anywhere, every address of this machine is its own, allowed network or not", () => {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  for (const { address, family, scopeid } of addresses) {
    if (scopeid) continue;
    const host = family === "IPv6" ? `[${address}]` : address;
    const everywhere = policy({ host: "0.0.0.0", allowNet: family === "IPv4" ? `${address}/32` : "" });
    expect(() => checkUrl(`http://${host}:3000/api/v1/tickets`, everywhere)).toThrow("only its request inspector");
  }
});

test("HOST with an IPv6 address", () => {
  expect(policy({ host: "2001:db8::1" }).ownOrigins).toContain("http://[2001:db8::1]:3000");
});

test("the built-in authorities stay trusted beside those of the file", () => {
  const given = (authorities?: string) => outgoing({ ...config, authorities } as Parameters<typeof outgoing>[0]).ca;
  expect(given()).toBeUndefined();
  expect(given(authorityCertificate)).toHaveLength(rootCertificates.length + 1);
  expect(given(authorityCertificate)).toContain(authorityCertificate);
});
