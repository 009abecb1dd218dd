import { createHash, createPrivateKey, generateKeyPairSync } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { ServerOptions } from "node:https";
import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { afterEach, describe, expect, test } from "vitest";
import type { ClientCertificate, OutgoingRequest } from "@/lib/core/transport";
import { emptyAllowList, parseAllowList } from "./allow-list";
import { endPointOf } from "./end-point";
import { exchangeFailure, tlsFailure } from "./failures";
import { expiredCertificate, testKey, validCertificate } from "./testing/certificates";
import { type LocalServer, serveHttp } from "./testing/local-server";
import { createTransport, type TransportOptions } from "./transport";

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function open(options: Partial<TransportOptions> = {}) {
  const policy = { allow: parseAllowList("127.0.0.1"), ownOrigins: [] };
  const { transport, close } = createTransport({
    policy,
    ca: validCertificate,
    limits: { totalMs: 3_000 },
    ...options,
  });
  cleanups.push(close);
  return {
    close,
    send: (url: string, request: Partial<OutgoingRequest> = {}) =>
      transport({ method: "GET", headers: {}, ...request, url }),
  };
}

async function server(
  listener: (request: IncomingMessage, response: ServerResponse) => void,
  tls?: ServerOptions,
): Promise<LocalServer> {
  const started = await serveHttp(listener, tls);
  cleanups.push(started.close);
  return started;
}

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));
const clientCertificate: ClientCertificate = { certificate: validCertificate, privateKey: testKey };

describe("client certificates", () => {
  const asking = {
    key: testKey,
    cert: validCertificate,
    ca: validCertificate,
    requestCert: true,
    rejectUnauthorized: true,
  };
  const nameOf = ({ socket }: IncomingMessage) => (socket as TLSSocket).getPeerCertificate().subject?.CN ?? "nobody";
  const partner = (tls: ServerOptions = asking) =>
    server((request, response) => void response.end(nameOf(request)), tls);

  test("are shown to a server that asks, on a kept connection", async () => {
    const { url, connections } = await partner();
    const { send } = open();
    for (let i = 0; i < 3; i++) {
      expect(await send(url, { clientCertificate: { ...clientCertificate } })).toMatchObject({
        status: 200,
        body: "partner.test",
      });
      await wait(5);
    }
    expect(connections()).toBe(1);
  });

  test("with an encrypted key", async () => {
    const { url } = await partner();
    const privateKey = createPrivateKey(testKey)
      .export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "geheim" })
      .toString();
    const { send } = open();
    const sent = (passphrase?: string) =>
      send(url, { clientCertificate: { certificate: validCertificate, privateKey, passphrase } });
    expect((await sent("geheim")).body).toBe("partner.test");
    for (const passphrase of ["falsch", undefined])
      await expect(sent(passphrase)).rejects.toMatchObject({
        kind: "credentials",
        message: expect.stringContaining("another passphrase"),
      });
  });

  test("are never shown by requests that name none", async () => {
    const { url, connections } = await partner({ ...asking, rejectUnauthorized: false });
    const { send } = open();
    expect((await send(url, { clientCertificate })).body).toBe("partner.test");
    await wait(5);
    expect((await send(url)).body).toBe("nobody");
    expect(connections()).toBe(2);
  });

  test("that the server does not accept, or that are missing, fail", async () => {
    const { url } = await partner();
    const { send } = open();
    for (const request of [{}, { clientCertificate: { ...clientCertificate, certificate: expiredCertificate } }])
      await expect(send(url, request)).rejects.toMatchObject({ kind: expect.stringMatching(/^(reset|tls)$/) });
    const alert = (code: string) => Object.assign(new Error("x"), { code });
    expect(exchangeFailure("p.test", alert("ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED"), 1)[1]).toContain(
      "asks for a client certificate",
    );
    expect(tlsFailure("p.test", undefined, alert("ERR_SSL_TLSV1_ALERT_UNKNOWN_CA")).message).toBe(
      "No secure connection to p.test: it asks for a client certificate that it accepts.",
    );
  });

  test("that cannot be used are refused before anything is sent, without a word of the key", async () => {
    const { url, connections } = await partner();
    const { send } = open();
    const other = generateKeyPairSync("ec", { namedCurve: "P-256" })
      .privateKey.export({ type: "sec1", format: "pem" })
      .toString();
    for (const privateKey of [other, testKey.replace("MHc", "MHd"), "no key"]) {
      const error = await send(url, { clientCertificate: { ...clientCertificate, privateKey } }).catch(
        (caught: unknown) => caught,
      );
      expect(error).toMatchObject({ kind: "credentials" });
      expect(String(error)).not.toContain(privateKey.slice(30, 60) || "no key");
    }
    expect(connections()).toBe(0);
  });

  test("do not widen what may be called, and the server's own certificate still counts", async () => {
    const { url, port, connections } = await partner();
    const strict = open({
      policy: { allow: emptyAllowList, ownOrigins: [] },
      resolve: async () => [{ address: "127.0.0.1", family: 4 }],
    });
    for (const blocked of [url, `https://evil.test:${port}/`])
      await expect(strict.send(blocked, { clientCertificate })).rejects.toMatchObject({ kind: "blocked" });
    expect(connections()).toBe(0);
    await expect(open({ ca: undefined }).send(url, { clientCertificate })).rejects.toMatchObject({ kind: "tls" });
  });

  test("only the last used ones keep connections", async () => {
    const open_ = new Set<Socket>();
    const { url, connections } = await server(({ socket }, response) => {
      open_.add(socket);
      socket.once("close", () => open_.delete(socket));
      response.end();
    }, asking);
    const { send } = open({ keepAliveMs: 30_000 });
    for (let i = 0; i < 20; i++) await send(url, { clientCertificate: { ...clientCertificate, passphrase: `${i}` } });
    await wait(50);
    expect([connections(), open_.size]).toEqual([20, 16]);
  });
});

describe("kept connections", () => {
  /** Tells which connection a request came on, and how many requests were answered at once. */
  async function counting() {
    const sockets: Socket[] = [];
    const seen = { most: 0, open: new Set<Socket>() };
    let running = 0;
    const started = await server(async ({ socket }, response) => {
      if (!sockets.includes(socket)) sockets.push(socket);
      if (!seen.open.has(socket)) socket.once("close", () => seen.open.delete(socket));
      seen.open.add(socket);
      seen.most = Math.max(seen.most, ++running);
      await wait(3);
      running--;
      // Said by hand so that Node names no time to keep it.
      response.setHeader("connection", "keep-alive");
      response.end(String(sockets.indexOf(socket)));
    });
    return { ...started, seen };
  }

  test("requests of one name run one after another on one connection of their own", async () => {
    const { url, seen } = await counting();
    const { send } = open();
    const bodies = async (connection?: string) =>
      (await Promise.all([1, 2, 3].map(() => send(url, { connection })))).map(({ body }) => body);
    const first = await bodies("a");
    expect([new Set(first).size, seen.most]).toEqual([1, 1]);
    await wait(5);
    expect(await bodies("a")).toEqual(first);
    await wait(5);
    for (const other of [...(await bodies("b")), ...(await bodies())]) expect(first).not.toContain(other);
    expect(await bodies("a")).toEqual(first);
  });

  test("one that is gone is opened again, whoever closed it", async () => {
    const { url, connections, seen } = await counting();
    const { send } = open({ keepAliveMs: 40 });
    await send(url, { connection: "a" });
    await wait(120);
    expect(seen.open.size).toBe(0);
    await send(url, { connection: "a" });
    for (const socket of seen.open) socket.destroy();
    await wait(20);
    expect((await send(url, { connection: "a" })).timing.connectMs).toBeDefined();
    expect(connections()).toBe(3);
  });

  test("those unused for longest give way", async () => {
    const { url, seen } = await counting();
    const { send } = open({ keepAliveMs: 30_000 });
    for (let part = 0; part < 6; part++)
      await Promise.all(Array.from({ length: 50 }, (_, i) => send(url, { connection: `${part} ${i}` })));
    await wait(50);
    expect(seen.open.size).toBe(256);
  });

  test("the address is checked for each of them", async () => {
    const { port, connections } = await counting();
    let asked = 0;
    const { send } = open({ resolve: async () => [{ address: asked++ === 0 ? "127.0.0.1" : "127.0.0.2", family: 4 }] });
    expect((await send(`http://evil.test:${port}/`, { connection: "a" })).status).toBe(200);
    await expect(send(`http://evil.test:${port}/`, { connection: "b" })).rejects.toMatchObject({ kind: "blocked" });
    const strict = open({ policy: { allow: emptyAllowList, ownOrigins: [] } });
    await expect(strict.send(`http://127.0.0.1:${port}/`, { connection: "a" })).rejects.toMatchObject({
      kind: "blocked",
    });
    expect(connections()).toBe(1);
  });

  test("closing waits for what is running and lets nothing new begin", async () => {
    const { url, seen } = await counting();
    const { send, close } = open({ keepAliveMs: 30_000 });
    const running = send(url, { connection: "a" });
    const closing = close();
    expect((await running).status).toBe(200);
    await closing;
    await expect(send(url, { connection: "a" })).rejects.toMatchObject({
      message: expect.stringContaining("is stopping"),
    });
    await wait(20);
    expect(seen.open.size).toBe(0);
  });
});

describe("the certificate that authentication is bound to", () => {
  test("is told for kept connections with TLS", async () => {
    const secure = await server((_request, response) => void response.end(), { key: testKey, cert: validCertificate });
    const plain = await server((_request, response) => void response.end());
    const { send } = open();
    const der = Buffer.from(validCertificate.replaceAll(/-----[^-]+-----|\s/g, ""), "base64");
    for (let i = 0; i < 2; i++)
      expect((await send(secure.url, { connection: "a" })).serverEndPoint).toEqual(
        createHash("sha256").update(der).digest(),
      );
    expect((await send(secure.url)).serverEndPoint).toBeUndefined();
    expect((await send(plain.url, { connection: "a" })).serverEndPoint).toBeUndefined();
  });

  test.each([
    ["sha256", "06082a8648ce3d040302"],
    ["sha384", "06082a8648ce3d040303"],
    ["sha512", "06082a8648ce3d040304"],
    ["sha256", "06092a864886f70d01010b0500"],
    ["sha384", "06092a864886f70d01010c0500"],
    ["sha512", "06092a864886f70d01010d0500"],
    ["sha256", "06092a864886f70d0101050500"],
    ["sha384", "06092a864886f70d01010a3011a00f300d06096086480165030402020500"],
  ])("as %s when it is signed with %s", (name, algorithm) => {
    const element = (tag: string, hex: string) => {
      const size = hex.length / 2;
      return tag + (size < 128 ? size.toString(16).padStart(2, "0") : `82${size.toString(16).padStart(4, "0")}`) + hex;
    };
    const signed = element("30", "0201".padEnd(600, "5"));
    const certificate = Buffer.from(element("30", [signed, element("30", algorithm), "0300"].join("")), "hex");
    expect(endPointOf(certificate)).toEqual(createHash(name).update(certificate).digest());
  });
});

describe("old connections", () => {
  test("are replaced, unless they were asked for by name", async () => {
    const { url, connections } = await server((_, response) => void response.end("x".repeat(20)));
    const { send } = open({ keepAliveMs: 30_000, connectionLifeMs: 60 });
    const told: unknown[] = [];
    for (const pause of [0, 0, 80, 0, 0]) {
      await wait(pause + 5);
      const { body, timing } = await send(url);
      told.push([body.length, timing.connectMs !== undefined]);
    }
    // The third goes out on the old one, which is closed behind it.
    expect(told).toEqual([true, false, false, true, false].map((isNew) => [20, isNew]));
    expect(connections()).toBe(2);
    await send(url, { connection: "a" });
    await wait(80);
    for (let turn = 0; turn < 2; turn++) await send(url, { connection: "a" });
    expect(connections()).toBe(3);
  });
});
