import type { IncomingMessage, ServerResponse } from "node:http";
import type { TLSSocket } from "node:tls";
import { afterEach, describe, expect, test } from "vitest";
import { isTransportError, type OutgoingRequest, type TransportError } from "@/lib/core/transport";
import { parseAllowList } from "./allow-list";
import { authorityCertificate, signedCertificate, testKey } from "./testing/certificates";
import { type LocalServer, serveHttp } from "./testing/local-server";
import { createTransport, type TransportOptions } from "./transport";

const tls = {
  key: testKey,
  cert: signedCertificate,
  ca: authorityCertificate,
  requestCert: true,
  rejectUnauthorized: false,
};
const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

type Seen = { method?: string; path?: string; headers: IncomingMessage["headers"]; body: string; caller?: string };
type Server = LocalServer & { seen: Seen[] };

/** Notes every request; `answer` gives a redirect as `[status, location]`, anything else is told "ok". */
async function partner(
  answer: (path: string, response: ServerResponse) => [number, string] | undefined,
  secure = false,
): Promise<Server> {
  const seen: Seen[] = [];
  const started = await serveHttp(
    async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const { method, url: path = "", headers, socket } = request;
      const caller = (socket as TLSSocket).getPeerCertificate?.()?.subject?.CN;
      seen.push({ method, path, headers, body: Buffer.concat(chunks).toString(), caller: caller?.toString() });
      const [status, location] = answer(path, response) ?? [];
      if (response.writableEnded) return;
      if (status) response.writeHead(status, { location }).end("moved");
      else response.end("ok");
    },
    secure ? tls : undefined,
  );
  cleanups.push(started.close);
  return { ...started, seen };
}

const end = (secure = false) => partner(() => undefined, secure);

function open(options: Partial<TransportOptions> = {}) {
  const { transport, close } = createTransport({
    policy: { allow: parseAllowList("127.0.0.1"), ownOrigins: [] },
    limits: { totalMs: 4_000, firstByteMs: 3_000 },
    ca: authorityCertificate,
    resolve: async (hostname) => [{ address: hostname.startsWith("bad") ? "10.0.0.1" : "127.0.0.1", family: 4 }],
    ...options,
  });
  cleanups.push(close);
  const send = (url: string, request: Partial<OutgoingRequest> = {}) =>
    transport({ method: "POST", headers: {}, body: "{}", followRedirects: true, ...request, url });
  const fail = async (url: string, request: Partial<OutgoingRequest> = {}): Promise<TransportError> => {
    const error: unknown = await send(url, request).catch((caught: unknown) => caught);
    if (!isTransportError(error)) throw new Error(`no failure: ${JSON.stringify(error)}`);
    return error;
  };
  return { send, fail };
}

describe("what is sent on", () => {
  test.each<[string, number, string]>([
    ["POST", 301, "GET"],
    ["POST", 302, "GET"],
    ["POST", 303, "GET"],
    ["POST", 307, "POST"],
    ["POST", 308, "POST"],
    ["PUT", 301, "PUT"],
    ["PUT", 303, "GET"],
    ["DELETE", 302, "DELETE"],
    ["GET", 303, "GET"],
    ["HEAD", 303, "HEAD"],
  ])("%s after %i becomes %s", async (method, status, next) => {
    const { url, seen, connections } = await partner((path) => (path === "/a" ? [status, "b?x=1#part"] : undefined));
    const body = method === "GET" || method === "HEAD" ? undefined : "{}";
    const headers = { "content-type": "application/json", "x-source": "desk" };
    const reply = await open().send(`${url}/a`, { method, body, headers });
    expect([reply.status, reply.redirectedTo]).toEqual([200, [`${url}/b`]]);
    expect(seen[1]).toMatchObject({ method: next, path: "/b?x=1", body: next === method ? (body ?? "") : "" });
    expect(seen[1]?.headers["content-type"]).toBe(next === method ? "application/json" : undefined);
    expect(seen[1]?.headers["x-source"]).toBe("desk");
    // undici closes the connection after a HEAD, and after a body where none is expected.
    expect(connections()).toBe(method === "HEAD" || method === "DELETE" ? 2 : 1);
  });

  test("nothing without being asked, nor for replies that are no redirect", async () => {
    const { url, seen } = await partner((path) => {
      if (path === "/300") return [300, "/b"];
      return path === "/201" ? [201, "/b"] : [302, "/b"];
    });
    const { send } = open();
    for (const [path, followRedirects] of [
      ["/a", false],
      ["/a", undefined],
      ["/300", true],
      ["/201", true],
    ] as const) {
      const reply = await send(url + path, { followRedirects });
      expect([reply.headers.location, reply.redirectedTo]).toEqual(["/b", undefined]);
    }
    const bare = await partner((_path, response) => void response.writeHead(302).end());
    expect((await send(bare.url)).status).toBe(302);
    expect(seen).toHaveLength(4);
  });

  test("a location in UTF-8 that isn't encoded is read as browsers do", async () => {
    const bytes = Buffer.from("/ü/日本?q=ü").toString("latin1");
    const { url, seen } = await partner((path) => (path === "/a" ? [307, bytes] : undefined));
    expect((await open().send(`${url}/a`)).redirectedTo).toEqual([`${url}/%C3%BC/%E6%97%A5%E6%9C%AC`]);
    expect(seen[1]?.path).toBe("/%C3%BC/%E6%97%A5%E6%9C%AC?q=%C3%BC");
  });

  test("times count from the first request, and the last reply says what was reached", async () => {
    const slow = await serveHttp((request, response) => {
      if (request.url === "/b") return void response.end("there");
      setTimeout(() => response.writeHead(307, { location: "/b" }).end(), 80);
    });
    cleanups.push(slow.close);
    const reply = await open().send(`${slow.url}/a`);
    expect(reply.body).toBe("there");
    expect(reply.timing.totalMs).toBeGreaterThan(75);
    expect(reply.timing.firstByteMs).toBeGreaterThan(75);
  });
});

describe("credentials", () => {
  const headers = {
    authorization: "Basic s3cret",
    cookie: "s3cret",
    "x-api-key": "s3cret",
    "x-partner": "s3cret",
    "x-auth-token": "s3cret",
    "idempotency-key": "7",
    traceparent: "00-1-2-01",
    accept: "text/html",
  };
  const request = { headers, credentialHeaders: ["x-partner"] };

  test("stay with their origin", async () => {
    const { url, seen } = await partner((path) => (path === "/a" ? [307, "/b"] : undefined));
    await open().send(`${url}/a`, request);
    expect(seen[1]?.headers).toMatchObject(headers);
  });

  test.each([
    ["port", (url: string) => url],
    ["host", (url: string) => url.replace("127.0.0.1", "other.test")],
  ])("are left behind for another %s, and do not come back with the way home", async (_what, moved) => {
    let elsewhere = "";
    const home = await partner((path) => (path === "/a" ? [307, `${elsewhere}/x`] : undefined));
    const other = await partner(() => [307, `${home.url}/b`]);
    elsewhere = moved(other.url);
    const reply = await open().send(`${home.url}/a`, request);
    expect(reply.redirectedTo).toEqual([`${elsewhere}/x`, `${home.url}/b`]);
    for (const { headers: got, body } of [other.seen[0], home.seen[1]].filter((one) => one !== undefined)) {
      expect(JSON.stringify(got)).not.toContain("s3cret");
      expect(got).toMatchObject({ "idempotency-key": "7", traceparent: "00-1-2-01", accept: "text/html" });
      expect(body).toBe("{}");
    }
  });

  test("client certificates and kept connections too", async () => {
    const other = await end(true);
    const home = await partner((path) => [307, path === "/a" ? "/b" : `${other.url}/c`], true);
    const clientCertificate = { certificate: signedCertificate, privateKey: testKey };
    const reply = await open().send(`${home.url}/a`, { clientCertificate, connection: "k" });
    expect(home.seen.map(({ caller }) => caller)).toEqual(["partner.test", "partner.test"]);
    expect(other.seen.map(({ caller }) => caller)).toEqual([undefined]);
    expect([home.connections(), reply.serverEndPoint]).toEqual([1, undefined]);
    expect(reply.certificateExpiresAt?.getUTCFullYear()).toBe(2126);
  });
});

describe("each address is judged", () => {
  test.each([
    ["http://169.254.169.254/latest/?k=s3cret", "blocked", /redirects to 169\.254\.169\.254: .*cloud metadata/],
    ["http://10.0.0.1:8080/s3cret", "blocked", /redirects to 10\.0\.0\.1:8080: .*not a public address/],
    ["//[::ffff:10.0.0.1]/", "blocked", /redirects to \[::ffff:a00:1\]: .*not a public address/],
    ["http://0x0a000001/", "blocked", /redirects to 10\.0\.0\.1: /],
    ["http://localhost:8099/", "blocked", /redirects to localhost:8099: localhost is this machine/],
    ["http://bad.test/s3cret?k=s3cret", "blocked", /^After a redirect from .* to bad\.test: bad\.test is 10\.0\.0\.1/],
    ["http://partner.test:25/", "blocked", /redirects to partner\.test:25: Port 25/],
    ["http://user:s3cret@partner.test/", "invalid_url", /user name or password/],
    ["file:///etc/passwd", "invalid_url", /redirects to file:: Only http and https/],
    ["javascript:s3cret", "invalid_url", /redirects to javascript:: Only http and https/],
    ["http://[s3cret", "protocol", /a location that is no URL/],
  ])("%s is refused as %s", async (location, kind, message) => {
    const { url, seen } = await partner(() => [302, location]);
    const policy = { allow: parseAllowList("partner.test"), ownOrigins: [] };
    const error = await open({ policy }).fail(`${url.replace("127.0.0.1", "partner.test")}/?k=s3cret`);
    expect([error.kind, error.message]).toEqual([kind, expect.stringMatching(message)]);
    expect(error.message).not.toContain("s3cret");
    expect(error.details.timing?.totalMs).toBeGreaterThan(0);
    expect(seen).toHaveLength(1);
  });

  test("https never falls back to http, the other way is fine", async () => {
    const plain = await end();
    const secure = await partner((path) => (path === "/a" ? [302, `${plain.url}/b?k=1`] : undefined), true);
    const up = await partner(() => [302, `${secure.url}/b`]);
    const error = await open().fail(`${secure.url}/a`);
    expect([error.kind, error.message]).toEqual([
      "blocked",
      `127.0.0.1:${secure.port} redirects from https to http (127.0.0.1:${plain.port}), which would send the request in the clear.`,
    ]);
    expect(plain.seen).toHaveLength(0);
    expect((await open().send(up.url)).redirectedTo).toEqual([`${secure.url}/b`]);
  });

  test("our own pages stay out of reach, the inspector does not", async () => {
    const desk = await end();
    const away = await partner((path) => [307, desk.url + path]);
    const policy = { allow: parseAllowList("127.0.0.1"), ownOrigins: [desk.url] };
    const { send, fail } = open({ policy });
    expect((await send(`${away.url}/inspect/bin`)).status).toBe(200);
    expect(await fail(`${away.url}/admin`)).toMatchObject({ kind: "blocked" });
    expect(desk.seen.map(({ path }) => path)).toEqual(["/inspect/bin"]);
  });
});

describe("an end to it", () => {
  test("three redirects are followed, a fourth is not", async () => {
    const { url, seen } = await partner((path) => (path === "/0" ? undefined : [307, `/${Number(path.slice(1)) - 1}`]));
    const { send, fail } = open();
    expect((await send(`${url}/3`)).redirectedTo).toEqual([`${url}/2`, `${url}/1`, `${url}/0`]);
    expect(await fail(`${url}/4`)).toMatchObject({
      kind: "protocol",
      message: expect.stringContaining("once more after 3 redirects"),
    });
    expect(seen).toHaveLength(8);
  });

  test("circles, short and long; the same place with another method is none", async () => {
    const { url } = await partner((path) => [307, path === "/b" ? "/a" : path === "/a" ? "/b" : path]);
    for (const path of ["/self", "/a"])
      expect(await open().fail(url + path)).toMatchObject({
        kind: "protocol",
        message: expect.stringContaining("redirects in a circle"),
      });
    const form: Server = await partner(() => (form.seen.length === 1 ? [303, "/form"] : undefined));
    expect((await open().send(`${form.url}/form`)).status).toBe(200);
    expect(form.seen.map(({ method }) => method)).toEqual(["POST", "GET"]);
  });

  test("all of them share the time of one exchange", async () => {
    const slow = await serveHttp((request, response) => {
      const left = Number(request.url?.slice(1));
      setTimeout(() => response.writeHead(307, { location: `/${left - 1}` }).end(), 250);
    });
    cleanups.push(slow.close);
    const startedAt = performance.now();
    const error = await open().fail(`${slow.url}/9`, { timeoutMs: 800 });
    expect([error.kind, error.message]).toEqual([
      "timeout",
      expect.stringMatching(/^After a redirect from 127\.0\.0\.1:\d+ to /),
    ]);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(error.details.timing?.totalMs).toBeGreaterThan(700);
  });
});
