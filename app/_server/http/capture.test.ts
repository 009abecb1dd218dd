import { Agent, createServer, request as httpRequest, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "@/lib/core/actor";
import { fixedClock } from "@/lib/core/clock";
import { type BinResponse, defaultBinResponse, type ScriptedReply } from "@/lib/inspector/bin";
import { authenticateMessage, negotiateMessage, readChallenge } from "@/lib/wire/auth/ntlm-message";
import { createCapture } from "./capture";
import { inspectRoutes } from "./inspect";
import { openTestRuntime, type TestRuntime } from "./testing";

let opened: TestRuntime;
const servers: Server[] = [];
const ports = { door: 0, hono: 0 };

const listen = (server: Server) =>
  new Promise<number>((resolve) => {
    servers.push(server);
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });

beforeAll(async () => {
  opened = await openTestRuntime();
  const capture = createCapture(opened.runtime);
  ports.door = await listen(
    createServer((incoming, outgoing) => {
      outgoing.setHeader("x-content-type-options", "nosniff");
      void capture(incoming, outgoing);
    }),
  );
  const app = inspectRoutes(opened.runtime);
  ports.hono = await listen(createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false })));
});
afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await opened.close();
});

async function newBin(response?: Partial<BinResponse>) {
  const bin = await opened.stores.bins.create(systemActor, { name: "test" });
  if (response) await opened.stores.bins.setResponse(systemActor, bin.id, { ...defaultBinResponse, ...response });
  return bin;
}
const received = async (binId: string, pageSize = 500) =>
  (await opened.stores.bins.requests(binId, { page: 1, pageSize })).items;
const newest = async (binId: string) => {
  const [first] = await received(binId, 1);
  if (!first) throw new Error("nothing was captured");
  return first;
};
async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 200; tries++) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error("it did not happen");
}

/** Writes bytes to a socket and reads until the server closes it. */
const raw = (port: number, ...parts: (string | Buffer)[]) =>
  new Promise<string>((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => {
      for (const part of parts) socket.write(part);
    });
    const chunks: Buffer[] = [];
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("close", () => resolve(Buffer.concat(chunks).toString("latin1")));
    socket.on("error", (error) => (chunks.length > 0 ? undefined : reject(error)));
  });

const send = (
  path: string,
  {
    method = "GET",
    headers = {},
    body,
    agent,
  }: { method?: string; headers?: Record<string, string>; body?: Buffer | string; agent?: Agent } = {},
) =>
  new Promise<{ status: number; rawHeaders: string[]; body: string }>((resolve, reject) => {
    const request = httpRequest({ port: ports.door, host: "127.0.0.1", path, method, headers, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          rawHeaders: response.rawHeaders,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    request.on("error", reject);
    request.end(body);
  });

describe.each(["door", "hono"] as const)("through the %s", (way) => {
  test("header order and case, repeated headers and the target stay as sent", async () => {
    const bin = await newBin();
    const target = "/a%2Fb//c;d=1?x=%zz&y[]=1&y[]=2&&q=a+b'\"";
    const answer = await raw(
      ports[way],
      [
        `POST /inspect/${bin.id}${target} HTTP/1.1`,
        "hOsT: example.org",
        "X-Zebra: 1",
        "x-apple:   two  words ",
        "X-ZEBRA: 2",
        "Set-Cookie: odd=1",
        "X-Empty:",
        `X-Latin: ${"é"}`,
        "Content-Length: 3",
        "Connection: close",
        "",
        "a=1",
      ].join("\r\n"),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain('{"ok":true}');
    expect(await newest(bin.id)).toMatchObject({
      method: "POST",
      target,
      headers: [
        ["hOsT", "example.org"],
        ["X-Zebra", "1"],
        ["x-apple", "two  words"],
        ["X-ZEBRA", "2"],
        ["Set-Cookie", "odd=1"],
        ["X-Empty", ""],
        ["X-Latin", "Ã©"],
        ["Content-Length", "3"],
        ["Connection", "close"],
      ],
      body: "a=1",
      bodyEncoding: "utf8",
      bodyBytes: 3,
      isTruncated: false,
      remoteAddress: "127.0.0.1",
    });
  });

  test("chunked bodies", async () => {
    const bin = await newBin();
    await raw(
      ports[way],
      `PUT /inspect/${bin.id} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n`,
      "3\r\nabc\r\n4;ext=1\r\ndéf\r\n0\r\n\r\n",
    );
    expect(await newest(bin.id)).toMatchObject({ target: "/", body: "abcdéf", bodyBytes: 7 });
  });

  test("two requests on one connection", async () => {
    const bin = await newBin();
    const one = (path: string, last: boolean) =>
      `POST /inspect/${bin.id}/${path} HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n${last ? "Connection: close\r\n" : ""}\r\nx`;
    const answer = await raw(ports[way], one("first", false), one("second", true));
    expect(answer.match(/HTTP\/1\.1 200/g)).toHaveLength(2);
    expect((await received(bin.id)).map(({ target }) => target)).toEqual(["/second", "/first"]);
  });
});

describe("nothing is tidied up at the front door", () => {
  test.each([
    ["dot segments", "/../../etc/./passwd"],
    ["a backslash", "/a\\b"],
    ["a question mark at once", "?x=1"],
    ["a bare bin", ""],
    ["encoded characters", "/%C3%A9/%2F%zz"],
  ])("%s", async (_, rest) => {
    const bin = await newBin();
    await raw(ports.door, `GET /inspect/${bin.id}${rest} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    const { target } = await newest(bin.id);
    expect(Buffer.from(target, "latin1").toString()).toBe(rest.startsWith("/") ? rest : `/${rest}`);
  });

  test("a strange host, and none", async () => {
    const bin = await newBin();
    await raw(ports.door, `GET /inspect/${bin.id} HTTP/1.1\r\nHost: a b[\\]%\r\nConnection: close\r\n\r\n`);
    expect((await newest(bin.id)).headers[0]).toEqual(["Host", "a b[\\]%"]);
    await raw(ports.door, `GET /inspect/${bin.id} HTTP/1.0\r\n\r\n`);
    expect((await newest(bin.id)).headers).toEqual([]);
  });

  test("odd methods", async () => {
    const bin = await newBin();
    for (const method of ["PROPFIND", "TRACE", "M-SEARCH", "OPTIONS", "DELETE"]) {
      expect(
        await raw(ports.door, `${method} /inspect/${bin.id} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`),
      ).toMatch(/^HTTP\/1\.1 200/);
      expect((await newest(bin.id)).method).toBe(method);
    }
  });
});

describe("bodies", () => {
  test("every byte survives", async () => {
    const bin = await newBin();
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    await send(`/inspect/${bin.id}`, { method: "POST", body: bytes });
    const stored = await newest(bin.id);
    expect(stored).toMatchObject({ bodyEncoding: "base64", bodyBytes: 256, isTruncated: false });
    expect(Buffer.from(stored.body, "base64").equals(bytes)).toBe(true);
  });

  test("a mebibyte is kept; a longer one is cut between characters", async () => {
    const bin = await newBin();
    const mebibyte = 1024 * 1024;
    await send(`/inspect/${bin.id}`, { method: "POST", body: "x".repeat(mebibyte) });
    expect(await newest(bin.id)).toMatchObject({ bodyBytes: mebibyte, isTruncated: false });
    await send(`/inspect/${bin.id}`, { method: "POST", body: `x${"é".repeat(mebibyte)}` });
    const cut = await newest(bin.id);
    expect(cut).toMatchObject({ bodyEncoding: "utf8", bodyBytes: 2 * mebibyte + 1, isTruncated: true });
    expect(cut.body.endsWith("é")).toBe(true);
    expect(Buffer.byteLength(cut.body)).toBe(mebibyte - 1);
  });

  test("over ten mebibytes the caller is stopped and told", async () => {
    const bin = await newBin();
    const declared = await raw(
      ports.door,
      `POST /inspect/${bin.id} HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\nabc`,
    );
    expect(declared).toMatch(/^HTTP\/1\.1 413 /);
    expect(declared).toContain('"code":"limit"');
    const chunk = `10000\r\n${"y".repeat(0x10000)}\r\n`;
    const streamed = await raw(
      ports.door,
      `POST /inspect/${bin.id} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n`,
      ...Array.from({ length: 170 }, () => chunk),
    );
    expect(streamed).toMatch(/^HTTP\/1\.1 413 /);
    expect((await newest(bin.id)).isTruncated).toBe(true);
  });

  test("a caller who hangs up half-way is captured as far as they came", async () => {
    const bin = await newBin();
    const socket = connect(ports.door, "127.0.0.1", () =>
      socket.write(`POST /inspect/${bin.id} HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf`),
    );
    setTimeout(() => socket.destroy(), 100);
    const stored = await eventually(async () => (await received(bin.id))[0]);
    expect(stored).toMatchObject({ body: "half", bodyBytes: 4, isTruncated: true });
  });
});

describe("answers", () => {
  test("status, header case, repeated headers, body", async () => {
    const bin = await newBin({
      status: 418,
      headers: [
        { name: "X-One", value: "1" },
        { name: "X-One", value: "2" },
        { name: "Content-Type", value: "text/html" },
      ],
      body: "<b>é</b>",
    });
    const { status, rawHeaders, body } = await send(`/inspect/${bin.id}`);
    expect(status).toBe(418);
    expect(body).toBe("<b>é</b>");
    const values = (name: string) => rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1] === name);
    expect(values("X-One")).toEqual(["1", "2"]);
    expect(values("Content-Type")).toEqual(["text/html"]);
    expect(rawHeaders).toContain("nosniff");
    expect(rawHeaders).toEqual(expect.arrayContaining(["content-security-policy", "sandbox; default-src 'none'"]));
  });

  test.each([[204], [304]])("%i has no body", async (status) => {
    const bin = await newBin({ status, body: "not sent" });
    const answer = await raw(ports.door, `POST /inspect/${bin.id} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    expect(answer.split("\r\n\r\n")[1]).toBe("");
    expect(answer).not.toMatch(/content-length|transfer-encoding/i);
  });

  test("neither has HEAD", async () => {
    const bin = await newBin();
    const answer = await raw(ports.door, `HEAD /inspect/${bin.id} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    expect(answer).toContain("content-length: 11");
    expect(answer.split("\r\n\r\n")[1]).toBe("");
  });

  test("a delay holds the answer, not the capture", async () => {
    const bin = await newBin({ delayMs: 300 });
    const started = Date.now();
    const answer = send(`/inspect/${bin.id}`);
    await eventually(async () => (await received(bin.id))[0]);
    expect(Date.now() - started).toBeLessThan(250);
    await answer;
    expect(Date.now() - started).toBeGreaterThanOrEqual(290);
  });

  test("an unknown or deleted bin says so", async () => {
    const { status, body } = await send("/inspect/bin_unknown/x", { method: "POST", body: "x" });
    expect(status).toBe(404);
    expect(JSON.parse(body).error).toMatchObject({
      code: "not_found",
      message: expect.stringContaining("no such bin"),
    });
    expect((await send("/inspect/")).status).toBe(404);
  });

  test("a bin deleted while its request comes in", async () => {
    const bin = await newBin();
    const socket = connect(ports.door, "127.0.0.1");
    const answered = new Promise<string>((resolve) => socket.on("data", (chunk) => resolve(chunk.toString())));
    socket.write(`POST /inspect/${bin.id} HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\na`);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await opened.stores.bins.remove(systemActor, bin.id);
    socket.write("b");
    expect(await answered).toMatch(/^HTTP\/1\.1 404/);
    socket.destroy();
  });
});

describe("scripted replies", () => {
  const reply = (status: number, more: Partial<ScriptedReply> = {}): ScriptedReply => ({
    ...defaultBinResponse,
    status,
    ...more,
  });
  const statuses = async (id: string, times: number) => {
    const found: number[] = [];
    for (let i = 0; i < times; i++) found.push((await send(`/inspect/${id}`)).status);
    return found;
  };

  test("500, 500, 200, and then as told", async () => {
    const followedBy = [reply(500), reply(200)];
    const staying = await newBin({ status: 500, followedBy });
    expect(await statuses(staying.id, 5)).toEqual([500, 500, 200, 200, 200]);
    const cycling = await newBin({ status: 500, followedBy, afterLast: "repeat" });
    expect(await statuses(cycling.id, 5)).toEqual([500, 500, 200, 500, 500]);
  });

  test("Basic: 401 until user and password are right; a refusal takes no reply", async () => {
    const bin = await newBin({
      status: 500,
      followedBy: [reply(200)],
      challenge: { kind: "basic", user: "Ann", password: "p" },
    });
    const refused = await send(`/inspect/${bin.id}`);
    expect([refused.status, refused.rawHeaders.join("|")]).toEqual([401, expect.stringContaining("Basic realm=")]);
    const authorization = `Basic ${btoa("Ann:p")}`;
    expect((await send(`/inspect/${bin.id}`, { headers: { authorization } })).status).toBe(500);
    expect((await send(`/inspect/${bin.id}`, { headers: { authorization } })).status).toBe(200);
    expect((await received(bin.id)).length).toBe(3);
  });

  test("NTLM: a handshake on one connection lets that connection in, and no other", async () => {
    const bin = await newBin({ challenge: { kind: "ntlm", user: "Ann", password: "p" } });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = (message?: Buffer) =>
      send(`/inspect/${bin.id}`, {
        agent,
        ...(message && { headers: { authorization: `NTLM ${message.toString("base64")}` } }),
      });
    const challenge = async () => {
      const { status, rawHeaders } = await ask(negotiateMessage());
      const asked = rawHeaders.find((value) => value.startsWith("NTLM ")) ?? "";
      const read = readChallenge(Buffer.from(asked.slice(5), "base64"));
      if (status !== 401 || !read) throw new Error(`no challenge: ${status} ${rawHeaders}`);
      return read;
    };
    const answer = (password: string) => ({
      ...{ username: "Ann", domain: "", password, clientChallenge: Buffer.alloc(8), now: new Date() },
    });
    expect((await ask()).status).toBe(401);
    expect((await ask(authenticateMessage(negotiateMessage(), await challenge(), answer("wrong")))).status).toBe(401);
    expect((await ask(authenticateMessage(negotiateMessage(), await challenge(), answer("p")))).status).toBe(200);
    expect((await ask()).status).toBe(200);
    expect((await send(`/inspect/${bin.id}`)).status).toBe(401);
    agent.destroy();
  });

  const get = (id: string) => `GET /inspect/${id} HTTP/1.1\r\nHost: a\r\n\r\n`;

  test("faults: closed without a word, reset in the body, both captured", async () => {
    const bin = await newBin({ fault: "close", followedBy: [reply(200, { fault: "reset" })] });
    expect(await raw(ports.door, get(bin.id))).toBe("");
    const cut = await raw(ports.door, get(bin.id));
    expect(cut).toContain("content-length: 11");
    expect(cut.split("\r\n\r\n")[1]).toBe('{"ok"');
    const empty = await newBin({ body: "", fault: "reset" });
    await expect(send(`/inspect/${empty.id}`)).rejects.toThrow();
    expect((await received(bin.id)).length).toBe(2);
  });

  test("faults: hangs and drips until the caller leaves", async () => {
    const bin = await newBin({ fault: "hang", followedBy: [reply(200, { fault: "drip" })] });
    const heard = async () => {
      const socket = connect(ports.door, "127.0.0.1");
      let text = "";
      socket.on("data", (chunk) => {
        text += chunk;
      });
      socket.write(get(bin.id));
      await new Promise((resolve) => setTimeout(resolve, 600));
      const isOpen = !socket.destroyed;
      socket.destroy();
      return { text, isOpen };
    };
    expect(await heard()).toEqual({ text: "", isOpen: true });
    const { text, isOpen } = await heard();
    expect([text.split("\r\n\r\n")[1], isOpen]).toEqual(["{", true]);
  });
});

test("over its rate a bin says so, and the connection stays", async () => {
  const bin = await newBin();
  const slow = createCapture({ ...opened.runtime, clock: fixedClock("2025-04-23T10:00:00Z") }, 2);
  const port = await listen(createServer((incoming, outgoing) => void slow(incoming, outgoing)));
  const one = (last: boolean) =>
    `POST /inspect/${bin.id} HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n${last ? "Connection: close\r\n" : ""}\r\nx`;
  const answer = await raw(port, one(false), one(false), one(false), one(true));
  expect(answer.match(/HTTP\/1\.1 \d+/g)?.map((line) => line.slice(-3))).toEqual(["200", "200", "429", "429"]);
  expect(answer).toContain("retry-after: 1");
});

test("a hundred at once, none lost, none mixed up", async () => {
  const bin = await newBin();
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, n) => send(`/inspect/${bin.id}/${n}`, { method: "POST", body: `body ${n}` })),
  );
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  const stored = await received(bin.id);
  expect(new Set(stored.map(({ target }) => target)).size).toBe(100);
  expect(stored.every(({ target, body }) => body === `body ${target.slice(1)}`)).toBe(true);
});

test("the newest 500 stay", async () => {
  const bin = await newBin();
  for (let batch = 0; batch < 6; batch++)
    await Promise.all(Array.from({ length: 100 }, (_, n) => send(`/inspect/${bin.id}/${batch}-${n}`)));
  const { items, total } = await opened.stores.bins.requests(bin.id, { page: 1, pageSize: 1000 });
  expect(total).toBe(500);
  expect(items.some(({ target }) => target.startsWith("/0-"))).toBe(false);
}, 30_000);
