import { rootCertificates } from "node:tls";
import { afterEach, describe, expect, test } from "vitest";
import { parseAllowList } from "./allow-list";
import { parseAuthorities, trustedWith } from "./authorities";
import { authorityCertificate, signedCertificate, testKey, validCertificate } from "./testing/certificates";
import { serveHttp } from "./testing/local-server";
import { createTransport } from "./transport";

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

describe("the file", () => {
  test("one certificate or many, with whatever stands between", () => {
    const text = `# our own\r\n${authorityCertificate.replaceAll("\n", "\r\n")}\r\nsubject=x\n${validCertificate}`;
    expect(parseAuthorities(text)).toHaveLength(2);
    expect(trustedWith(text)).toHaveLength(rootCertificates.length + 2);
    expect(trustedWith(undefined)).toBeUndefined();
  });

  test.each([
    ["", "holds no certificate in PEM form"],
    [testKey, "holds no certificate in PEM form"],
    [validCertificate.slice(0, 300), "holds no certificate in PEM form"],
    [
      `${validCertificate}\n${authorityCertificate.replace("MII", "MIX")}`,
      "holds a damaged certificate (number 2 of 2)",
    ],
  ])("%#: %s", (text, message) => {
    expect(() => parseAuthorities(text)).toThrow(message);
  });
});

describe("a partner whose certificate a private authority signed", () => {
  async function partner() {
    const started = await serveHttp((_request, response) => void response.end("ok"), {
      key: testKey,
      cert: signedCertificate,
    });
    cleanups.push(started.close);
    return started;
  }
  function open(ca: string[] | undefined) {
    const policy = { allow: parseAllowList("127.0.0.1"), ownOrigins: [] };
    const { transport, close } = createTransport({ policy, ca });
    cleanups.push(close);
    return (url: string) => transport({ method: "GET", url, headers: {} });
  }

  test("is trusted with the file, not without it or with another one", async () => {
    const { url } = await partner();
    expect((await open(trustedWith(authorityCertificate))(url)).status).toBe(200);
    for (const ca of [undefined, trustedWith(validCertificate)])
      await expect(open(ca)(url)).rejects.toMatchObject({ kind: "tls" });
  });

  test("tells until when it is valid, once for each connection; plain http tells nothing", async () => {
    const { url, connections } = await partner();
    const send = open(trustedWith(authorityCertificate));
    for (let i = 0; i < 3; i++) {
      expect((await send(url)).certificateExpiresAt).toEqual(new Date("2126-10-28T18:39:18Z"));
      await new Promise((wait) => setTimeout(wait, 5));
    }
    expect(connections()).toBe(1);
    const plain = await serveHttp((_request, response) => void response.end("ok"));
    cleanups.push(plain.close);
    expect(await send(plain.url)).not.toHaveProperty("certificateExpiresAt");
  });
});
