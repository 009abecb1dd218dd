import type { IncomingMessage, ServerResponse } from "node:http";
import type { TLSSocket } from "node:tls";
import { afterEach, describe, expect, test } from "vitest";
import { isTransportError, type OutgoingRequest, type TransportError } from "@/lib/core/transport";
import { emptyAllowList, parseAllowList } from "./allow-list";
import type { Resolve } from "./connection";
import { parseExceptions, parseProxy } from "./proxy";
import { authorityCertificate, signedCertificate, testKey } from "./testing/certificates";
import { type ConnectProxy, serveProxy } from "./testing/connect-proxy";
import { type LocalServer, serveHttp, serveRaw } from "./testing/local-server";
import { createTransport, type TransportOptions } from "./transport";

const limits = { dnsMs: 300, connectMs: 1_500, firstByteMs: 1_000, idleMs: 500, totalMs: 4_000 };
const tls = { key: testKey, cert: signedCertificate };
const password = "p4ss/w:rd";
const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function kept<Server extends LocalServer>(starting: Promise<Server>): Promise<Server> {
  const started = await starting;
  cleanups.push(started.close);
  return started;
}

const echo = (request: IncomingMessage, response: ServerResponse) => {
  const { subject } = (request.socket as TLSSocket).getPeerCertificate?.() ?? {};
  response.end(JSON.stringify({ ...request.headers, path: request.url, caller: subject?.CN }));
};
const names =
  (addresses: Record<string, string[]>): Resolve =>
  async (hostname) => {
    const found = addresses[hostname];
    if (!found) throw Object.assign(new Error("x"), { code: "ENOTFOUND" });
    return found.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  };
// Public addresses: only the proxy of the test knows that they lead to this machine.
const resolve = names({ "partner.test": ["93.184.216.34"], "other.test": ["93.184.216.35"], "bad.test": ["10.0.0.1"] });

type Way = Partial<TransportOptions> & { noProxy?: string; dns?: "proxy"; scheme?: string; credentials?: string };

function through(proxy: { port: number }, { noProxy = "", dns, scheme = "http", credentials = "", ...rest }: Way = {}) {
  const url = `${scheme}://${credentials}127.0.0.1:${proxy.port}`;
  const { transport, close } = createTransport({
    policy: { allow: emptyAllowList, ownOrigins: [] },
    limits,
    ca: authorityCertificate,
    resolve,
    proxy: parseProxy(url, parseExceptions(noProxy), dns === "proxy"),
    ...rest,
  });
  cleanups.push(close);
  const send = (to: string, request: Partial<OutgoingRequest> = {}) =>
    transport({ method: "GET", headers: {}, ...request, url: to });
  const fail = async (to: string, request: Partial<OutgoingRequest> = {}): Promise<TransportError> => {
    const error: unknown = await send(to, request).catch((caught: unknown) => caught);
    if (!isTransportError(error)) throw new Error(`no failure: ${JSON.stringify(error)}`);
    return error;
  };
  return { send, fail };
}

const proxyTo = (server: LocalServer, more?: Parameters<typeof serveProxy>[1]): Promise<ConnectProxy> =>
  kept(serveProxy(() => ({ port: server.port }), more));

describe("a partner behind a proxy", () => {
  test("https: the proxy is asked for the judged address, TLS is with the partner by its name", async () => {
    const partner = await kept(serveHttp(echo, tls));
    const proxy = await proxyTo(partner);
    const { send } = through(proxy);
    const reply = await send("https://partner.test/hook?x=1");
    expect(JSON.parse(reply.body)).toMatchObject({ host: "partner.test", path: "/hook?x=1" });
    expect(reply.remoteAddress).toBe("93.184.216.34");
    expect(reply.certificateExpiresAt?.getUTCFullYear()).toBe(2126);
    const { dnsMs = -1, connectMs = -1, tlsMs = -1, firstByteMs = -1 } = reply.timing;
    expect([0, dnsMs, connectMs, tlsMs, firstByteMs]).toEqual(
      [0, dnsMs, connectMs, tlsMs, firstByteMs].sort((a, b) => a - b),
    );
    await new Promise((wait) => setTimeout(wait, 5));
    const second = await send("https://partner.test/again");
    expect(second.timing.connectMs).toBeUndefined();
    expect(second.certificateExpiresAt).toEqual(reply.certificateExpiresAt);
    expect(proxy.asked).toEqual(["93.184.216.34:443"]);
  });

  test("http goes through a tunnel too, so that the host header names the partner and the address is ours", async () => {
    const partner = await kept(serveHttp(echo));
    const proxy = await proxyTo(partner);
    const reply = await through(proxy).send("http://partner.test:8080/hook");
    expect(JSON.parse(reply.body)).toMatchObject({ host: "partner.test:8080", path: "/hook" });
    expect(reply.certificateExpiresAt).toBeUndefined();
    expect(proxy.asked).toEqual(["93.184.216.34:8080"]);
  });

  test("client certificates and kept connections work within the tunnel", async () => {
    const partner = await kept(serveHttp(echo, { ...tls, ca: authorityCertificate, requestCert: true }));
    const proxy = await proxyTo(partner);
    const clientCertificate = { certificate: signedCertificate, privateKey: testKey };
    const reply = await through(proxy).send("https://partner.test/", { clientCertificate, connection: "a" });
    expect(JSON.parse(reply.body).caller).toBe("partner.test");
    expect(reply.serverEndPoint).toBeDefined();
  });

  test("a proxy spoken to with TLS: tunnels of both kinds, and its certificate is not taken for the partner's", async () => {
    const [secure, plain] = [await kept(serveHttp(echo, tls)), await kept(serveHttp(echo))];
    const proxy = await kept(serveProxy((place) => (place.endsWith(":443") ? secure : plain), tls));
    const { send } = through(proxy, { scheme: "https" });
    expect((await send("https://partner.test/")).certificateExpiresAt).toBeDefined();
    const reply = await send("http://partner.test/", { connection: "a" });
    expect([reply.status, reply.certificateExpiresAt, reply.serverEndPoint]).toEqual([200, undefined, undefined]);
  });

  test("addresses the proxy can't reach are passed over", async () => {
    const partner = await kept(serveHttp(echo));
    const proxy = await kept(serveProxy((place) => (place.startsWith("[") ? { status: 503 } : { port: partner.port })));
    const two = names({ "partner.test": ["2606:2800:220:1::1", "93.184.216.34"] });
    expect((await through(proxy, { resolve: two }).send("http://partner.test/")).remoteAddress).toBe("93.184.216.34");
    expect(proxy.asked).toEqual(["[2606:2800:220:1::1]:80", "93.184.216.34:80"]);
  });

  test("credentials are told to the proxy and to nobody else", async () => {
    const partner = await kept(serveHttp(echo));
    const proxy = await proxyTo(partner);
    const { send } = through(proxy, { credentials: `desk:${encodeURIComponent(password)}@` });
    const reply = await send("http://partner.test/");
    const basic = Buffer.from(`desk:${password}`).toString("base64");
    expect(proxy.credentials).toEqual([`Basic ${basic}`]);
    for (const secret of [basic, password, "proxy-authorization"]) expect(JSON.stringify(reply)).not.toContain(secret);
  });
});

describe("the address rules still hold", () => {
  test("private, mixed and metadata answers are refused before the proxy hears of them", async () => {
    const proxy = await proxyTo(await kept(serveHttp(echo)));
    const mixed = names({ "bad.test": ["10.0.0.1"], "mixed.test": ["93.184.216.34", "192.168.1.1"] });
    const { fail } = through(proxy, { resolve: mixed });
    for (const url of [
      "https://bad.test/",
      "https://mixed.test/",
      "http://10.0.0.1/",
      "http://169.254.169.254/latest/",
      "http://[::ffff:10.0.0.1]/",
      "http://127.0.0.1/",
    ])
      expect(await fail(url)).toMatchObject({ kind: "blocked" });
    expect(proxy.connections()).toBe(0);
  });

  test("an allowed private partner is called through the proxy", async () => {
    const proxy = await proxyTo(await kept(serveHttp(echo)));
    const policy = { allow: parseAllowList("10.0.0.0/8"), ownOrigins: [] };
    expect((await through(proxy, { policy }).send("http://bad.test/")).status).toBe(200);
    expect(proxy.asked).toEqual(["10.0.0.1:80"]);
  });

  test("a name that only the proxy knows fails with a hint; told to, the proxy resolves it", async () => {
    const proxy = await proxyTo(await kept(serveHttp(echo, tls)));
    expect(await through(proxy).fail("https://only.test/")).toMatchObject({
      kind: "dns",
      message:
        "The host name only.test was not found. If only the proxy knows such names, set HOOKDESK_PROXY_DNS=proxy.",
    });
    let asked = 0;
    const trusting = through(proxy, {
      dns: "proxy",
      resolve: async () => {
        asked++;
        return [{ address: "10.0.0.1", family: 4 }];
      },
    });
    const reply = await trusting.send("https://partner.test/");
    expect([reply.status, reply.remoteAddress, reply.timing.dnsMs, asked]).toEqual([200, undefined, undefined, 0]);
    expect(proxy.asked).toEqual(["partner.test:443"]);
    for (const url of ["http://10.0.0.1/", "http://169.254.169.254/", "http://localhost/"])
      expect(await trusting.fail(url)).toMatchObject({ kind: "blocked" });
    expect(proxy.asked).toHaveLength(1);
  });

  test("a redirect through the proxy is judged as well", async () => {
    const partner = await kept(
      serveHttp((_request, response) => response.writeHead(302, { location: "http://bad.test/x?s=1" }).end()),
    );
    const proxy = await proxyTo(partner);
    const error = await through(proxy).fail("http://partner.test/", { followRedirects: true });
    expect(error.kind).toBe("blocked");
    expect(error.message).toContain("bad.test is 10.0.0.1");
    expect(proxy.asked).toEqual(["93.184.216.34:80"]);
  });
});

describe("what goes past the proxy", () => {
  test("our own inspector, loopback that is allowed, and what HOOKDESK_NO_PROXY lists", async () => {
    const desk = await kept(serveHttp(echo));
    const proxy = await kept(serveProxy(() => ({ status: 500 })));
    const policy = { allow: emptyAllowList, ownOrigins: [desk.url] };
    expect((await through(proxy, { policy }).send(`${desk.url}/inspect/x`)).status).toBe(200);
    const allowed = { allow: parseAllowList("127.0.0.0/8"), ownOrigins: [] };
    expect((await through(proxy, { policy: allowed }).send(desk.url)).status).toBe(200);
    const local = names({ "erp.corp.test": ["127.0.0.1"] });
    const direct = through(proxy, { policy: allowed, noProxy: "*.corp.test", resolve: local, dns: "proxy" });
    expect((await direct.send(`http://erp.corp.test:${desk.port}/`)).status).toBe(200);
    expect(proxy.connections()).toBe(0);
  });
});

describe("faults of the proxy are told from those of the partner", () => {
  const shown = "partner.test:443 (93.184.216.34)";
  test.each<[number, string]>([
    [403, `forbids calls to ${shown} (403): its rules have to permit CONNECT to that address and port.`],
    [407, "does not accept us (407): HOOKDESK_PROXY needs another user name and password."],
    [405, `does not take CONNECT requests to ${shown} (405).`],
    [502, `could not reach ${shown} (502).`],
    [503, `could not reach ${shown} (503).`],
    [504, `could not reach ${shown} (504).`],
    [500, `could not reach ${shown} (500).`],
  ])("CONNECT answered with %i", async (status, words) => {
    const proxy = await kept(serveProxy(() => ({ status })));
    const { fail } = through(proxy, { credentials: `desk:${encodeURIComponent(password)}@` });
    const error = await fail("https://partner.test/hook?key=s3cret");
    expect([error.kind, error.message]).toEqual(["proxy", `The proxy 127.0.0.1:${proxy.port} ${words}`]);
    expect(error.details.timing?.totalMs).toBeGreaterThan(0);
    for (const secret of ["s3cret", password, Buffer.from(`desk:${password}`).toString("base64"), "10.9.9.9"])
      expect(JSON.stringify({ ...error, message: error.message, cause: String(error.cause) })).not.toContain(secret);
  });

  test("407 without credentials asks for some", async () => {
    const proxy = await kept(serveProxy(() => ({ status: 407 })));
    expect((await through(proxy).fail("https://partner.test/")).message).toContain("needs a user name and password");
  });

  test("unreachable, not resolvable, silent, closing, chatty, not HTTP, without TLS", async () => {
    const gone = await serveHttp(echo);
    await gone.close();
    const cases: [{ port: number }, Way, RegExp][] = [
      [gone, {}, /cannot be reached \(ECONNREFUSED\)\.$/],
      [await kept(serveRaw(() => {})), {}, /gave no connection to partner\.test:443 \(93.*\) within 1500 ms\.$/],
      [await kept(serveRaw((socket) => void socket.end())), {}, /closed the connection before it answered\.$/],
      [await kept(serveRaw((socket) => void socket.resetAndDestroy())), {}, /before it answered \(ECONNRESET\)\.$/],
      [await kept(serveRaw((socket) => socket.write("SSH-2.0-x\r\n\r\n"))), {}, /not answer in valid HTTP; is it an/],
      [await kept(serveRaw((socket) => socket.write("x".repeat(20_000)))), {}, /endless headers\.$/],
      [
        await kept(serveRaw((socket) => socket.write("HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"))),
        {},
        /sends data before it was asked for any\.$/,
      ],
      [
        await kept(serveRaw((socket) => socket.write("HTTP/1.1 400 x\r\n\r\n"))),
        { scheme: "https" },
        /^No secure connection to the proxy/,
      ],
      [await kept(serveProxy(() => ({ status: 500 }), tls)), { scheme: "https", ca: undefined }, /UNABLE_TO_VERIFY/],
    ];
    for (const [proxy, way, message] of cases) {
      const error = await through(proxy, way).fail("https://partner.test/");
      expect([error.kind, error.message]).toEqual(["proxy", expect.stringMatching(message)]);
    }
    const nowhere = parseProxy("http://no-such-proxy.invalid:3128", emptyAllowList, false);
    expect(await through(gone, { proxy: nowhere }).fail("https://partner.test/")).toMatchObject({
      kind: "proxy",
      message: expect.stringMatching(/^The proxy no-such-proxy\.invalid:3128 cannot be reached \(E\w+\)\.$/),
    });
  });

  test("the partner's own faults stay its own", async () => {
    const partner = await kept(serveHttp(echo, tls));
    const proxy = await proxyTo(partner);
    const untrusted = await through(proxy, { ca: undefined }).fail("https://partner.test/");
    expect([untrusted.kind, untrusted.message]).toEqual([
      "tls",
      `No secure connection to ${shown} through the proxy 127.0.0.1:${proxy.port}: it does not send the intermediate certificate, or the issuer is not trusted here.`,
    ]);
    expect(untrusted.details.remoteAddress).toBe("93.184.216.34");
    const silent = await proxyTo(await kept(serveRaw(() => {})));
    expect(await through(silent).fail("https://partner.test/")).toMatchObject({
      kind: "timeout",
      message: expect.stringContaining("did not finish the TLS handshake within 1500 ms"),
    });
    const closing = await proxyTo(await kept(serveRaw((socket) => void socket.end())));
    expect((await through(closing).fail("https://partner.test/")).kind).toMatch(/^(tls|reset)$/);
    expect((await through(silent).fail("http://partner.test/")).kind).toBe("timeout");
    expect((await through(closing).fail("http://partner.test/")).kind).toBe("reset");
  });

  test("nothing is left open by a handshake that fails, nor once the transport is closed", async () => {
    const proxy = await proxyTo(await kept(serveHttp(echo, tls)), tls);
    const untrusting = createTransport({
      policy: { allow: emptyAllowList, ownOrigins: [] },
      limits,
      resolve: names({ "partner.test": ["93.184.216.34"], "unknown.test": ["93.184.216.35"] }),
      ca: authorityCertificate,
      proxy: parseProxy(`https://127.0.0.1:${proxy.port}`, emptyAllowList, false),
    });
    const send = (url: string) => untrusting.transport({ method: "GET", headers: {}, url });
    await expect(send("https://unknown.test/")).rejects.toMatchObject({ kind: "tls" });
    expect((await send("https://partner.test/")).status).toBe(200);
    await new Promise((wait) => setTimeout(wait, 30));
    expect(proxy.open()).toBe(1);
    await untrusting.close();
    await new Promise((wait) => setTimeout(wait, 30));
    expect(proxy.open()).toBe(0);
  });

  test("nothing is left open by a proxy that fails", async () => {
    const proxy = await kept(serveRaw((socket) => socket.write("HTTP/1.1 403 no\r\n\r\n")));
    const { fail } = through(proxy);
    for (let i = 0; i < 3; i++) await fail("http://partner.test/");
    await new Promise((wait) => setTimeout(wait, 30));
    expect(proxy.open()).toBe(0);
  });
});
