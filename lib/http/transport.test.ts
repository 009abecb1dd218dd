import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { forbiddenHeaders } from "@/lib/core/http-names";
import { isTransportError, type OutgoingRequest, type TransportError } from "@/lib/core/transport";
import { emptyAllowList, parseAllowList } from "./allow-list";
import type { Resolve } from "./connection";
import { expiredCertificate, testKey, validCertificate } from "./testing/certificates";
import { type LocalServer, serveHttp, serveRaw } from "./testing/local-server";
import { createTransport, type TransportOptions } from "./transport";

const limits = {
  dnsMs: 300,
  connectMs: 900,
  firstByteMs: 600,
  idleMs: 450,
  totalMs: 1_500,
  bodyBytes: 64 * 1024,
  headerBytes: 4096,
  headerCount: 50,
};
const onLoopback = { allow: parseAllowList("127.0.0.1"), ownOrigins: [] };

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function open(options: Partial<TransportOptions> = {}) {
  const { transport, close } = createTransport({ policy: onLoopback, limits, ...options });
  cleanups.push(close);
  return {
    send: (url: string, request: Partial<OutgoingRequest> = {}) =>
      transport({ method: "GET", headers: {}, ...request, url }),
    fail: async (url: string, request: Partial<OutgoingRequest> = {}): Promise<TransportError> => {
      const error = await transport({ method: "GET", headers: {}, ...request, url }).then(
        (response) => new Error(`answered ${response.status}`),
        (caught: unknown) => caught,
      );
      if (!isTransportError(error)) throw error;
      return error;
    },
  };
}

async function server(starting: Promise<LocalServer>): Promise<LocalServer> {
  const started = await starting;
  cleanups.push(started.close);
  return started;
}

const echo = async (request: IncomingMessage, response: ServerResponse) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString();
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ method: request.method, path: request.url, headers: request.headers, body }));
};
const good = () => server(serveHttp(echo));
/** undici offers a connection again one turn of the event loop after its reply. */
const settled = () => new Promise((wait) => setTimeout(wait, 5));
const names =
  (addresses: Record<string, string[]>): Resolve =>
  async (hostname) =>
    (addresses[hostname] ?? []).map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));

describe("a good exchange", () => {
  test("request and reply arrive as they are, connections are kept, phases are timed", async () => {
    const { port, connections } = await good();
    const { send } = open({ resolve: names({ "partner.test": ["127.0.0.1"] }), policy: onLoopback });
    const url = `http://partner.test:${port}/hook?x=1#part`;
    const first = await send(url, { method: "POST", headers: { "x-a": "ä" }, body: "grüße" });
    expect(first.status).toBe(200);
    expect(first.remoteAddress).toBe("127.0.0.1");
    expect(first.headers["content-type"]).toBe("application/json");
    const seen = JSON.parse(first.body);
    expect(seen).toMatchObject({ method: "POST", path: "/hook?x=1", body: "grüße" });
    expect(seen.headers).toMatchObject({
      host: `partner.test:${port}`,
      "accept-encoding": "identity",
      "content-length": "7",
    });
    const { dnsMs = -1, connectMs = -1, firstByteMs = -1, totalMs, tlsMs } = first.timing;
    expect([0, dnsMs, connectMs, firstByteMs, totalMs]).toEqual(
      [0, dnsMs, connectMs, firstByteMs, totalMs].sort((a, b) => a - b),
    );
    expect(tlsMs).toBeUndefined();
    await settled();
    const second = await send(url);
    expect(Object.keys(second.timing).sort()).toEqual(["firstByteMs", "totalMs"]);
    expect(connections()).toBe(1);
  });

  test("every method of a webhook works, with a body only when one is given", async () => {
    const { url } = await good();
    const { send } = open();
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"])
      for (const body of [undefined, "x"])
        expect(JSON.parse((await send(url, { method, body })).body)).toMatchObject({ method, body: body ?? "" });
    expect(await send(url, { method: "HEAD" })).toMatchObject({ status: 200, body: "" });
  });

  test("connections per origin are capped, the rest waits its turn", async () => {
    const slow = await server(serveHttp((_request, response) => void setTimeout(() => response.end("ok"), 20)));
    const { send } = open({ connectionsPerOrigin: 3 });
    const replies = await Promise.all(Array.from({ length: 12 }, () => send(slow.url)));
    expect(replies.every((reply) => reply.body === "ok")).toBe(true);
    expect(slow.connections()).toBe(3);
  });

  test.each<[string, Buffer, string]>([
    ["application/json", Buffer.from("é"), "é"],
    ["text/plain; charset=utf-8", Buffer.from("\ufeffé"), "é"],
    ["text/plain; charset=ISO-8859-1", Buffer.from([0xe9]), "é"],
    ['text/plain; Charset="latin1"', Buffer.from([0xe9]), "é"],
    ["text/xml; charset=utf-16", Buffer.from("\ufeffé", "utf16le"), "é"],
    ["text/xml", Buffer.from("\ufeffé", "utf16le"), "é"],
    ["text/plain; charset=utf-16be", Buffer.from([0, 0xe9]), "é"],
    ["text/plain; charset=klingon", Buffer.from("é"), "é"],
  ])("charset of %s", async (contentType, bytes, text) => {
    const { url } = await server(
      serveHttp((_request, response) => response.setHeader("content-type", contentType).end(bytes)),
    );
    expect((await open().send(url)).body).toBe(text);
  });

  test.each<[string, (body: string) => Buffer]>([
    ["gzip", gzipSync],
    ["X-Gzip", gzipSync],
    ["deflate", deflateSync],
    ["deflate", deflateRawSync],
    ["br", brotliCompressSync],
    ["identity", Buffer.from],
  ])("a reply packed with %s although not asked for", async (encoding, pack) => {
    const { url } = await server(
      serveHttp((_request, response) =>
        response.setHeader("content-encoding", encoding).end(pack("grüße ".repeat(900))),
      ),
    );
    const { send } = open();
    expect((await send(url)).body).toBe("grüße ".repeat(900));
    expect((await send(url, { method: "HEAD" })).body).toBe("");
  });

  test("repeated headers are joined and none can name a prototype", async () => {
    const raw = await server(
      serveRaw((socket) =>
        socket.write(
          "HTTP/1.1 200 OK\r\nSet-Cookie: a\r\nset-cookie: b\r\n__proto__: x\r\n__proto__: y\r\nContent-Length: 2\r\n\r\nok",
        ),
      ),
    );
    const { headers } = await open().send(raw.url);
    expect(headers).toEqual({ "set-cookie": "a, b", "content-length": "2" });
    expect(Object.getPrototypeOf(headers)).toBe(Object.prototype);
  });
});

describe("what is refused before anything is sent", () => {
  test("headers that belong to the connection, and values that would break out of theirs", async () => {
    const { url, connections } = await good();
    const { fail } = open();
    for (const name of [...forbiddenHeaders, "proxy-x", "Host"]) {
      const error = await fail(url, { headers: { [name]: "x" } });
      expect([error.kind, error.message]).toEqual([
        "protocol",
        `The header "${name}" is set by Hookdesk and cannot be given.`,
      ]);
    }
    for (const value of ["a\r\nx: y", "a\nb", "a\0", "☃", "\u007f"])
      expect((await fail(url, { headers: { "x-a": value } })).message).toContain('"x-a" has a line break');
    for (const name of ["", "a b", "a:", "é", "a\r\n"])
      expect((await fail(url, { headers: { [name]: "x" } })).message).toContain("not a valid header name");
    for (const method of ["CONNECT", "TRACE", "", "GET /x HTTP/1.1\r\n"])
      expect(await fail(url, { method })).toMatchObject({ kind: "protocol" });
    expect(connections()).toBe(0);
  });

  test("bad and private URLs", async () => {
    const { url, port, connections } = await good();
    const { fail } = open({ policy: { allow: emptyAllowList, ownOrigins: [] } });
    expect(await fail("ftp://x.test")).toMatchObject({ kind: "invalid_url" });
    for (const blocked of [
      url,
      `http://localhost:${port}`,
      `http://0x7f.1:${port}`,
      `http://[::ffff:127.0.0.1]:${port}`,
    ])
      expect(await fail(blocked)).toMatchObject({ kind: "blocked" });
    expect(connections()).toBe(0);
  });
});

describe("name resolution", () => {
  test.each([
    ["private", ["127.0.0.1"]],
    ["good and private", ["93.184.216.34", "10.0.0.1"]],
    ["private and good", ["127.0.0.1", "93.184.216.34"]],
    ["mapped", ["::ffff:127.0.0.1"]],
    ["v4-compatible", ["::127.0.0.1"]],
    ["NAT64", ["64:ff9b::127.0.0.1"]],
    ["NAT64 of a local network", ["64:ff9b:1::10.0.0.1"]],
    ["6to4", ["2002:7f00:1::"]],
    ["6to4 of a public address", ["2002:5db8:d822::1"]],
    ["Teredo", ["2001:0:4136:e378:8000:63bf:3fff:fdd2"]],
    ["ISATAP", ["2606:2800::5efe:10.0.0.1"]],
    ["good and hidden", ["93.184.216.34", "2002:a00:1::"]],
    ["metadata", ["169.254.169.254"]],
    ["zone", ["fe80::1%lo"]],
    ["garbage", ["127.1"]],
  ])("%s answers are refused", async (_name, addresses) => {
    const { port, connections } = await good();
    const { fail } = open({
      policy: { allow: emptyAllowList, ownOrigins: [] },
      resolve: names({ "evil.test": addresses }),
    });
    const error = await fail(`http://evil.test:${port}/`);
    expect(error.kind).toBe("blocked");
    expect(error.message).toContain("evil.test is ");
    expect(error.details.remoteAddress).toBeDefined();
    expect(connections()).toBe(0);
  });

  test("rebinding: a name that turns bad is refused on its next connection, and is asked once per connection", async () => {
    const { port, connections } = await server(
      serveHttp((request, response) => {
        if (request.url === "/last") response.setHeader("connection", "close");
        response.end("ok");
      }),
    );
    let asked = 0;
    const resolve: Resolve = async () => [{ address: asked++ === 0 ? "127.0.0.1" : "127.0.0.2", family: 4 }];
    const { send, fail } = open({ resolve });
    expect((await send(`http://evil.test:${port}/`)).status).toBe(200);
    await settled();
    expect((await send(`http://evil.test:${port}/last`)).status).toBe(200);
    expect(asked).toBe(1);
    await settled();
    expect(await fail(`http://evil.test:${port}/`)).toMatchObject({ kind: "blocked" });
    expect([asked, connections()]).toEqual([2, 1]);
  });

  test("the address that was checked is the one that is dialled", async () => {
    const { port } = await good();
    const { send } = open({ resolve: names({ "no-such-name.invalid": ["127.0.0.1"] }) });
    expect((await send(`http://no-such-name.invalid:${port}/`)).remoteAddress).toBe("127.0.0.1");
  });

  test("connections opened together share one lookup", async () => {
    const { port } = await good();
    let asked = 0;
    const { send } = open({
      resolve: async () => {
        asked++;
        return [{ address: "127.0.0.1", family: 4 }];
      },
    });
    await Promise.all(Array.from({ length: 8 }, () => send(`http://partner.test:${port}/`)));
    expect(asked).toBe(1);
  });

  test("failures are told apart", async () => {
    const notFound = async () => Promise.reject(Object.assign(new Error("x"), { code: "ENOTFOUND" }));
    expect(await open({ resolve: notFound }).fail("http://a.test/")).toMatchObject({
      kind: "dns",
      message: "The host name a.test was not found.",
    });
    expect(await open({ resolve: async () => [] }).fail("http://a.test/")).toMatchObject({
      kind: "dns",
      message: "The host name a.test has no address.",
    });
    const never = await open({ resolve: () => new Promise(() => {}) }).fail("http://a.test/");
    expect(never).toMatchObject({ kind: "dns", message: "The name server gave no address for a.test within 300 ms." });
    expect(never.details.timing?.totalMs).toBeGreaterThan(100);
  });
});

describe("our own address", () => {
  test("the inspector can be called, nothing else, by no other name", async () => {
    const { url, port } = await good();
    const { send, fail } = open({
      policy: { allow: emptyAllowList, ownOrigins: [url, `http://desk.test:${port}`] },
      resolve: names({ "desk.test": ["127.0.0.1"], "alias.test": ["127.0.0.1"] }),
    });
    expect((await send(`${url}/inspect/abc`)).status).toBe(200);
    expect((await send(`http://desk.test:${port}/inspect/abc`)).status).toBe(200);
    for (const other of [
      `${url}/admin`,
      `${url}/inspect/..%2fadmin`,
      `http://alias.test:${port}/inspect/abc`,
      "http://127.0.0.1:1/inspect/abc",
    ])
      expect(await fail(other)).toMatchObject({ kind: "blocked" });
  });
});

test("a policy with a bad origin is refused at the start", () => {
  expect(() => createTransport({ policy: { allow: emptyAllowList, ownOrigins: ["desk.test"] } })).toThrow(
    '"desk.test" is not an origin such as https://desk.example.com.',
  );
});

describe("no connection", () => {
  test("refused", async () => {
    const gone = await serveHttp(echo);
    await gone.close();
    const error = await open().fail(gone.url);
    expect([error.kind, error.message]).toEqual([
      "refused",
      `127.0.0.1:${gone.port} refused the connection; is the service running on that port?`,
    ]);
    expect(error.details.remoteAddress).toBe("127.0.0.1");
  });

  test("one dead address of two is skipped", async () => {
    const { port } = await good();
    const policy = { allow: parseAllowList("127.0.0.0/8"), ownOrigins: [] };
    const { send } = open({ policy, resolve: names({ "two.test": ["127.0.0.9", "127.0.0.1"] }) });
    expect((await send(`http://two.test:${port}/`)).remoteAddress).toBe("127.0.0.1");
  });

  test("a TLS handshake that never ends", async () => {
    const silent = await server(serveRaw(() => {}));
    const error = await open().fail(`https://127.0.0.1:${silent.port}/`);
    expect([error.kind, error.message]).toEqual([
      "timeout",
      `127.0.0.1:${silent.port} did not finish the TLS handshake within 900 ms.`,
    ]);
  });

  test("a full pool gives up in time and sends nothing later", async () => {
    let requests = 0;
    const slow = await server(
      serveHttp((_request, response) => {
        requests++;
        setTimeout(() => response.end("late"), 180);
      }),
    );
    const { send, fail } = open({ connectionsPerOrigin: 1 });
    const first = send(slow.url);
    const error = await fail(slow.url, { timeoutMs: 60 });
    expect(error).toMatchObject({
      kind: "timeout",
      message: `No connection to 127.0.0.1:${slow.port} became free within 60 ms.`,
    });
    expect((await first).body).toBe("late");
    expect((await send(slow.url)).body).toBe("late");
    expect(requests).toBe(2);
    expect(slow.connections()).toBe(1);
  });
});

describe("TLS", () => {
  const partner = { resolve: names({ "partner.test": ["127.0.0.1"], "other.test": ["127.0.0.1"] }) };

  test("a trusted certificate, by name and by address", async () => {
    const { port } = await server(serveHttp(echo, { key: testKey, cert: validCertificate }));
    const { send } = open({ ...partner, ca: validCertificate });
    const reply = await send(`https://partner.test:${port}/`);
    expect(reply.status).toBe(200);
    expect(reply.timing.tlsMs).toBeGreaterThanOrEqual(reply.timing.connectMs ?? Number.POSITIVE_INFINITY);
    expect((await send(`https://127.0.0.1:${port}/`)).status).toBe(200);
  });

  test.each<[string, string, string, string | undefined, string]>([
    ["self-signed", "partner.test", validCertificate, undefined, "its certificate is self-signed"],
    [
      "wrong host",
      "other.test",
      validCertificate,
      validCertificate,
      "its certificate was issued for another host name",
    ],
    ["expired", "partner.test", expiredCertificate, expiredCertificate, "its certificate has expired"],
  ])("%s", async (_name, host, cert, ca, why) => {
    const { port } = await server(serveHttp(echo, { key: testKey, cert }));
    const error = await open({ ...partner, ca }).fail(`https://${host}:${port}/`);
    expect([error.kind, error.message]).toEqual([
      "tls",
      `No secure connection to ${host}:${port} (127.0.0.1): ${why}.`,
    ]);
  });

  test("a server that speaks plain HTTP on that port", async () => {
    const { port } = await good();
    expect(await open().fail(`https://127.0.0.1:${port}/`)).toMatchObject({
      kind: "tls",
      message: expect.stringContaining("does not speak TLS"),
    });
  });
});

const head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";
function drip(socket: Socket, text: () => string, everyMs: number) {
  const timer = setInterval(() => socket.write(text()), everyMs);
  socket.on("close", () => clearInterval(timer));
}
const bomb = gzipSync(Buffer.alloc(16 * 1024 * 1024));

describe("a hostile receiver", () => {
  const cases: [string, (socket: Socket) => void, string, RegExp][] = [
    ["never answers", () => {}, "timeout", /did not answer within 600 ms/],
    [
      "drips its headers",
      (socket) => drip(socket, () => "x", 30),
      "timeout|protocol",
      /did not answer within 600 ms|valid HTTP/,
    ],
    [
      "drips valid headers",
      (socket) => {
        socket.write(head);
        drip(socket, () => "x", 30);
      },
      "timeout",
      /did not answer within 600 ms/,
    ],
    [
      "sends interim replies forever",
      (socket) => drip(socket, () => "HTTP/1.1 103 Early Hints\r\n\r\n", 20),
      "timeout",
      /did not answer within 600 ms/,
    ],
    [
      "drips its body past the deadline",
      (socket) => {
        socket.write(`${head}Content-Length: 1000\r\n\r\n`);
        drip(socket, () => "x", 100);
      },
      "timeout",
      /did not complete its reply within 1500 ms/,
    ],
    [
      "falls silent within the body",
      (socket) => socket.write(`${head}Content-Length: 1000\r\n\r\nxyz`),
      "timeout",
      /stopped sending its reply for 450 ms/,
    ],
    [
      "never ends a chunked body",
      (socket) => {
        socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n`);
        drip(socket, () => `2000\r\n${"x".repeat(8192)}\r\n`, 1);
      },
      "too_large",
      /larger than 65536 bytes/,
    ],
    [
      "never ends a body without length",
      (socket) => {
        socket.write(`${head}\r\n`);
        drip(socket, () => "x".repeat(8192), 1);
      },
      "too_large",
      /larger than 65536 bytes/,
    ],
    [
      "announces a huge body",
      (socket) => socket.write(`${head}Content-Length: 99999999999\r\n\r\nx`),
      "too_large",
      /larger than 65536 bytes/,
    ],
    [
      "sends a gzip bomb",
      (socket) => {
        socket.write(`${head}Content-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`);
        socket.write(bomb);
      },
      "too_large",
      /unpacks from \d+ to more than 65536 bytes/,
    ],
    [
      "claims gzip and sends text",
      (socket) => socket.write(`${head}Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\nok`),
      "protocol",
      /not valid gzip data/,
    ],
    [
      "packs in an unknown way",
      (socket) => socket.write(`${head}Content-Encoding: toString\r\nContent-Length: 2\r\n\r\nok`),
      "protocol",
      /content-encoding that is not read here: tostring/,
    ],
    [
      "packs twice",
      (socket) => socket.write(`${head}Content-Encoding: gzip, gzip\r\nContent-Length: 2\r\n\r\nok`),
      "protocol",
      /content-encoding that is not read here/,
    ],
    ["closes at once", (socket) => void socket.end(), "reset", /closed the connection before its reply was complete/],
    ["resets at once", (socket) => void socket.resetAndDestroy(), "reset", /closed the connection/],
    [
      "resets within the body",
      (socket) => {
        socket.write(`${head}Content-Length: 1000\r\n\r\nxyz`);
        setTimeout(() => socket.resetAndDestroy(), 20);
      },
      "reset",
      /closed the connection/,
    ],
    [
      "sends less than it announced",
      (socket) => void socket.end(`${head}Content-Length: 1000\r\nConnection: close\r\n\r\nxyz`),
      "protocol|reset",
      /content-length|closed the connection/,
    ],
    [
      "cuts a chunked body short",
      (socket) => void socket.end(`${head}Transfer-Encoding: chunked\r\n\r\n5\r\nab`),
      "reset|protocol",
      /closed the connection|valid HTTP/,
    ],
    [
      "floods with headers",
      (socket) => socket.write(`${head}${Array.from({ length: 60 }, (_, i) => `x-${i}: y\r\n`).join("")}\r\n`),
      "too_large",
      /more than 50 headers/,
    ],
    [
      "sends one endless header",
      (socket) => {
        socket.write(`${head}x-a: `);
        drip(socket, () => "y".repeat(2000), 5);
      },
      "too_large",
      /headers .* larger than 4096 bytes/,
    ],
    [
      "answers garbage",
      (socket) => socket.write("\x00\xffgarbage\r\n\r\n"),
      "protocol",
      /did not answer in valid HTTP/,
    ],
    [
      "answers like an SSH server",
      (socket) => socket.write("SSH-2.0-OpenSSH_9.2\r\n"),
      "protocol",
      /did not answer in valid HTTP/,
    ],
    [
      "sends length and chunks at once",
      (socket) => socket.write(`${head}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`),
      "protocol",
      /another length than/,
    ],
    ["splits a header", (socket) => socket.write(`${head}x a: b\r\n\r\n`), "protocol", /did not answer in valid HTTP/],
    [
      "switches protocols",
      (socket) => socket.write("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n"),
      "protocol",
      /not a reply to an HTTP request/,
    ],
  ];

  test.concurrent.each(cases)("%s", async (_name, onRequest, kind, message) => {
    const hostile = await serveRaw(onRequest);
    const decent = await serveHttp(echo);
    const { transport, close } = createTransport({ policy: onLoopback, limits });
    const startedAt = performance.now();
    const error: unknown = await transport({
      method: "POST",
      url: `${hostile.url}/x?key=s3cret`,
      headers: {},
      body: "s3cret",
    }).catch((e) => e);
    if (!isTransportError(error)) throw new Error(`expected a TransportError, got ${JSON.stringify(error)}`);
    expect(error.kind).toMatch(new RegExp(`^(${kind})$`));
    expect(error.message).toMatch(message);
    expect(error.message).toContain(`127.0.0.1:${hostile.port}`);
    expect(error.message).not.toContain("s3cret");
    expect(error.details).toMatchObject({ remoteAddress: "127.0.0.1", timing: { totalMs: expect.any(Number) } });
    expect(performance.now() - startedAt).toBeLessThan(4_000);
    const reply = await transport({ method: "GET", url: decent.url, headers: {} });
    expect(reply.status).toBe(200);
    await Promise.all([close(), hostile.close(), decent.close()]);
  });

  test("a flood of interim replies ends at the deadline and is not kept", async () => {
    const flood = "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n".repeat(100);
    const flooding = await server(
      serveRaw((socket) => {
        const pour = () => {
          if (socket.destroyed) return;
          if (socket.write(flood)) setImmediate(pour);
          else socket.once("drain", pour);
        };
        pour();
      }),
    );
    const before = process.memoryUsage().rss;
    expect(await open().fail(flooding.url)).toMatchObject({
      kind: "timeout",
      message: expect.stringContaining("did not answer within 600 ms"),
    });
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
  });

  test("a redirect is a reply, not followed unless asked", async () => {
    const { url } = await server(
      serveHttp((_request, response) =>
        response.writeHead(302, { location: "http://169.254.169.254/latest/meta-data/" }).end(),
      ),
    );
    const reply = await open().send(url);
    expect([reply.status, reply.headers.location]).toEqual([302, "http://169.254.169.254/latest/meta-data/"]);
  });

  test("more than it announced: the extra bytes never become the next reply", async () => {
    const smuggler = await server(
      serveRaw((socket) =>
        socket.write(`${head}Content-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil`),
      ),
    );
    const { send } = open();
    for (let i = 0; i < 5; i++) expect((await send(smuggler.url)).body).toBe("ok");
  });

  test("a server that closes kept connections without a word costs no request", async () => {
    const rude = await server(serveRaw((socket) => socket.end(`${head}Content-Length: 2\r\n\r\nok`)));
    const { send } = open();
    for (let i = 0; i < 20; i++) expect((await send(rude.url, { method: "POST", body: "x" })).body).toBe("ok");
  });

  test("the hostile connection is closed, not put back", async () => {
    const closed = deferred();
    const endless = await server(
      serveRaw((socket) => {
        socket.on("close", () => closed.resolve());
        socket.write(`${head}Content-Length: 99999999\r\n\r\nx`);
      }),
    );
    await open().fail(endless.url);
    await closed.promise;
  });

  test("a longer time given with the request replaces the limit on waiting", async () => {
    const slow = await server(serveHttp((_request, response) => void setTimeout(() => response.end("ok"), 800)));
    const { send, fail } = open();
    expect((await send(slow.url, { timeoutMs: 3_000 })).body).toBe("ok");
    expect(await fail(slow.url, { timeoutMs: 50 })).toMatchObject({
      kind: "timeout",
      message: expect.stringContaining("within 50 ms"),
    });
  });
});

function deferred() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

test("closing waits for running exchanges and refuses later ones in words", async () => {
  const slow = await server(serveHttp((_request, response) => void setTimeout(() => response.end("done"), 60)));
  const { transport, close } = createTransport({ policy: onLoopback, limits });
  const running = transport({ method: "GET", url: slow.url, headers: {} });
  await new Promise((wait) => setTimeout(wait, 20));
  await close();
  expect((await running).body).toBe("done");
  const late: unknown = await transport({ method: "GET", url: slow.url, headers: {} }).catch((error) => error);
  expect(isTransportError(late) && late.message).toContain("Hookdesk is stopping");
});
