import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemActor } from "@/lib/core/actor";
import type { WebMethod, WebMethodInput } from "@/lib/inbound/web-method";
import { webMethodInput } from "@/lib/inbound/web-method";
import { createWebMethod, rotateAccessKey } from "@/lib/runtime/web-methods";
import { createHttpApp } from "./app";
import { openTestRuntime, type TestRuntime } from "./testing";

let opened: TestRuntime;
let app: ReturnType<typeof createHttpApp>;
let count = 0;
beforeAll(async () => {
  opened = await openTestRuntime();
});
// The counts of wrong keys live in the app.
beforeEach(() => {
  app = createHttpApp(opened.runtime);
});
afterAll(() => opened.close());

const mappings = [
  { path: "title", target: "ticket.title" },
  { path: "text", target: "ticket.description" },
  { path: "number", target: "ticket.thirdpartyid" },
];

async function newMethod(input: Partial<WebMethodInput> = {}) {
  const name = `Partner${++count}`;
  const { webMethod, accessKey } = await createWebMethod(
    opened.stores,
    systemActor,
    webMethodInput.parse({ name, ticketTypeId: 1, mappings, ratePerMinute: 6000, ...input }),
  );
  return { webMethod, accessKey, path: `/api/webmethods/${name}` };
}

type Sent = {
  key?: string;
  body?: BodyInit;
  type?: string;
  headers?: Record<string, string>;
  query?: string;
  address?: string;
};
async function post(path: string, sent: Sent = {}) {
  const { key, body = "{}", type = "application/json", headers, query = "", address = "192.0.2.1" } = sent;
  const response = await app.request(
    `${path}${query}`,
    {
      method: "POST",
      headers: { ...(type && { "content-type": type }), ...(key && { "x-access-key": key }), ...headers },
      body,
    },
    { incoming: { socket: { remoteAddress: address } } },
  );
  return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() };
}
const callsOf = async ({ id }: WebMethod) =>
  (await opened.stores.webMethods.calls({ page: 1, pageSize: 100, webMethodId: id })).items;
const countTickets = () => opened.stores.tickets.count();
const ticketOf = async (text: string) => {
  const graph = await opened.stores.tickets.graph((JSON.parse(text) as { displayId: string }).displayId);
  if (!graph) throw new Error(`no ticket in ${text}`);
  return graph;
};

describe("who may call", () => {
  test("the key in the header or the query", async () => {
    const { path, accessKey, webMethod } = await newMethod();
    const byHeader = await post(path, { key: accessKey, body: '{"title":"By header"}' });
    expect(byHeader).toMatchObject({ status: 200, text: expect.stringMatching(/^{"displayId": "IN\d+"}$/) });
    expect(byHeader.headers["content-type"]).toBe("application/json; charset=utf-8");
    expect((await ticketOf(byHeader.text)).ticket.title).toBe("By header");
    expect(await callsOf(webMethod)).toMatchObject([{ remoteAddress: "192.0.2.1", outcome: "created" }]);
    expect((await post(path, { query: `?accessKey=${encodeURIComponent(accessKey)}` })).status).toBe(200);
    expect(
      (await post(path.toUpperCase().replace("/API/WEBMETHODS", "/api/webmethods"), { key: accessKey })).status,
    ).toBe(200);
    expect((await post(path, { key: "wrong", query: `?accessKey=${accessKey}` })).status).toBe(401);
  });

  test("a wrong key, an unknown name and a disabled web method can't be told apart", async () => {
    const { path, accessKey, webMethod } = await newMethod();
    const disabled = await newMethod({ isEnabled: false });
    const hugeBody = "x".repeat(2_000_000);
    const refused = [
      await post(path, { key: "wrong" }),
      await post(path),
      await post(path, { key: accessKey.slice(0, -1) }),
      await post(path, { key: `${accessKey}x` }),
      await post(path, { key: webMethod.keyEnd }),
      await post("/api/webmethods/Unknown", { key: accessKey }),
      await post("/api/webmethods/Unknown"),
      await post("/api/webmethods/not%20a%20name%00%ff", { key: accessKey }),
      await post(`/api/webmethods/${"x".repeat(5000)}`, { key: accessKey }),
      await post("/api/webmethods/__proto__", { key: accessKey }),
      await post(disabled.path, { key: disabled.accessKey }),
      await post(disabled.path, { key: "wrong" }),
      await post(disabled.path, { key: disabled.accessKey, type: "text/html", body: hugeBody }),
      await post(path, { key: "wrong", type: "", body: hugeBody }),
      await post("/api/webmethods/Unknown", { type: "text/html", body: "<" }),
      await post("/api/webmethods/Unknown", { headers: { "idempotency-key": "1" } }),
    ];
    expect(refused[0]).toMatchObject({ status: 401, headers: { "cache-control": "no-store" } });
    for (const answer of refused) expect(answer).toEqual(refused[0]);
    expect(await callsOf(webMethod)).toEqual([]);
    expect(await callsOf(disabled.webMethod)).toEqual([]);
  });

  test("other methods are refused whatever the name", async () => {
    const { path, accessKey } = await newMethod();
    for (const method of ["GET", "PUT", "DELETE", "PATCH", "OPTIONS"])
      for (const target of [path, "/api/webmethods/Unknown"]) {
        const response = await app.request(target, { method, headers: { "x-access-key": accessKey } });
        expect(response.status, method).toBe(405);
        expect(response.headers.get("allow")).toBe("POST");
      }
  });

  test("who tries many keys waits, whatever is behind the name; a right key passes", async () => {
    const { path, accessKey } = await newMethod();
    for (let tries = 0; tries < 50; tries++) expect((await post(path, { key: `wrong${tries}` })).status).toBe(401);
    const refused = [await post(path, { key: "wrong" }), await post("/api/webmethods/Unknown", { key: "wrong" })];
    expect(refused[0]).toMatchObject({ status: 429, headers: { "retry-after": expect.stringMatching(/^\d+$/) } });
    expect(refused[1]).toEqual(refused[0]);
    expect((await post(path, { key: "wrong", headers: { "x-hookdesk-address": "10.0.0.9" } })).status).toBe(429);
    expect((await post(path, { key: "wrong", address: "10.0.0.9" })).status).toBe(401);
    expect((await post(path, { key: accessKey })).status).toBe(200);
  });

  test("a rotated key works, the old one does not", async () => {
    const { path, accessKey, webMethod } = await newMethod();
    const rotated = await rotateAccessKey(opened.stores, systemActor, webMethod.id);
    expect(rotated.webMethod.keyEnd).toBe(rotated.accessKey.slice(-4));
    expect((await post(path, { key: accessKey })).status).toBe(401);
    expect((await post(path, { key: rotated.accessKey })).status).toBe(200);
  });
});

describe("what a call may bring", () => {
  test("JSON, XML and forms, in any charset", async () => {
    const { path, accessKey: key } = await newMethod({
      contentTypes: ["application/json", "application/xml", "application/x-www-form-urlencoded"],
      mappings: [...mappings, { path: "call.title", target: "ticket.title" }],
    });
    const titleOf = async (body: BodyInit, type: string) => {
      const answer = await post(path, { key, body, type });
      return answer.status === 200 ? (await ticketOf(answer.text)).ticket.title : answer.text;
    };
    const latin1 = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));
    expect(await titleOf('{"title":"Café 😀"}', "application/json")).toBe("Café 😀");
    expect(await titleOf('\ufeff{"title":"With mark"}', "application/json; charset=utf-8")).toBe("With mark");
    expect(await titleOf(latin1('{"title":"Café"}'), "application/json; charset=iso-8859-1")).toBe("Café");
    expect(
      await titleOf(new Uint8Array(Buffer.from('{"title":"Wide"}', "utf16le")), "application/json;charset=utf-16le"),
    ).toBe("Wide");
    expect(
      await titleOf(
        latin1('<?xml version="1.0" encoding="iso-8859-1"?><call><title>Café &amp; Thé</title></call>'),
        "text/xml",
      ),
    ).toBe("Café & Thé");
    expect(await titleOf("title=Caf%C3%A9+1", "application/x-www-form-urlencoded")).toBe("Café 1");
    expect(await titleOf("title=Caf%E9", "application/x-www-form-urlencoded; charset=windows-1252")).toBe("Café");
  });

  test("anything else is refused in plain words, and logged", async () => {
    const { path, accessKey: key, webMethod } = await newMethod();
    const before = await countTickets();
    const tooLong = await post(path, { key, body: `{"title":"${"x".repeat(1024 * 1024)}"}` });
    const answers = [
      await post(path, { key, type: "text/html" }),
      await post(path, { key, body: '{"title": "x",}' }),
      tooLong,
      await post(path, { key, body: "" }),
      await post(path, { key, body: "[".repeat(100_000) }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([415, 400, 413, 400, 400]);
    expect(JSON.parse(answers[1]?.text ?? "")).toEqual({
      error: { code: "invalid", message: expect.stringMatching(/^The JSON body is not valid JSON: line 1, column 15/) },
    });
    const calls = await callsOf(webMethod);
    expect(calls.map(({ outcome }) => outcome)).toEqual(Array(5).fill("rejected"));
    expect(calls.every(({ notes }) => notes[0])).toBe(true);
    expect(calls[4]?.request).toMatchObject({ isTruncated: true });
    expect(calls[4]?.request.body).toHaveLength(65_536);
    expect(await countTickets()).toBe(before);
  });

  test("hostile values are only values", async () => {
    const { path, accessKey: key } = await newMethod({
      response: { contentType: "application/json", body: '{"t": "{{ticket.title}}", "r": "{{request.text}}"}' },
    });
    const title = `"}{{ticket.accesscode}}<script>' OR 1=1 --\\ 😀 \ud83d`;
    const body = JSON.stringify({
      title: `${title}\0`,
      text: '","outcome":"x',
      __proto__: { polluted: 1 },
      typeId: 4,
      statusId: 99,
    });
    const answer = await post(path, { key, body: body.replace("typeId", "__proto__") });
    expect(answer.status).toBe(200);
    const { t, r } = JSON.parse(answer.text) as { t: string; r: string };
    expect(t).toBe(title.toWellFormed());
    expect(r).toBe('","outcome":"x');
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

describe("what a call does", () => {
  test("creates, then updates by what it matches, then finds nothing to change", async () => {
    const {
      path,
      accessKey: key,
      webMethod,
    } = await newMethod({
      match: { path: "number", by: "thirdPartyId", field: "" },
      response: {
        contentType: "application/xml",
        body: "<r o='{{outcome}}'>{{ticket.displayid}}/{{ticket.title}}</r>",
      },
    });
    const send = (title: string) => post(path, { key, body: JSON.stringify({ number: " sys-1 ", title }) });
    const first = await send("A & B");
    expect(first.headers["content-type"]).toBe("application/xml; charset=utf-8");
    expect(first.text).toMatch(/^<r o='created'>IN\d+\/A &amp; B<\/r>$/);
    const second = await send("C");
    expect(second.text).toBe(first.text.replace("created", "updated").replace("A &amp; B", "C"));
    expect((await send("C")).text).toBe(second.text);
    const calls = await callsOf(webMethod);
    expect(calls.map(({ outcome }) => outcome)).toEqual(["updated", "updated", "created"]);
    expect(calls[0]?.notes).toEqual(["Nothing changed."]);
    const graph = await opened.stores.tickets.graph(calls[0]?.ticketId ?? 0);
    expect(graph?.ticket).toMatchObject({ title: "C", version: 2, thirdPartyId: "sys-1" });
    const { items } = await opened.stores.tickets.history(graph?.ticket.id ?? 0, { page: 1, pageSize: 10 });
    expect(items).toMatchObject([
      { kind: "ticket.updated", origin: "callback", actorName: webMethod.name, actorId: webMethod.id },
      { kind: "ticket.created", origin: "callback" },
    ]);
  });

  test("two calls about one new thing at once create one ticket", async () => {
    const { path, accessKey: key } = await newMethod({ match: { path: "number", by: "thirdPartyId", field: "" } });
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => post(path, { key, body: `{"number":"once","title":"T${index}"}` })),
    );
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  });

  test("rejections by what was found", async () => {
    const { path, accessKey: key } = await newMethod({
      match: { path: "number", by: "thirdPartyRef", field: "" },
      whenNotFound: "reject",
    });
    const missing = await post(path, { key, body: '{"number":"nowhere"}' });
    expect(missing).toMatchObject({ status: 404, text: expect.stringContaining("not_found") });
    const twice = await newMethod({ mappings: [{ path: "number", target: "ticket.thirdpartyref" }] });
    for (let made = 0; made < 2; made++) await post(twice.path, { key: twice.accessKey, body: '{"number":"twice"}' });
    const several = await post(path, { key, body: '{"number":"TWICE"}' });
    expect(several).toMatchObject({ status: 409, text: expect.stringContaining("More than one ticket") });
  });

  test("a template that can't be filled in does not undo the call", async () => {
    const {
      path,
      accessKey: key,
      webMethod,
    } = await newMethod({
      response: { contentType: "text/plain", body: "{% for a in request.list %}{{request.big}}{% endfor %}" },
    });
    const answer = await post(path, { key, body: JSON.stringify({ list: Array(100).fill(1), big: "x".repeat(1000) }) });
    expect(answer).toMatchObject({ status: 200, text: expect.stringMatching(/^{"displayId":"IN\d+"}$/) });
    expect(answer.headers["content-type"]).toContain("application/json");
    expect((await callsOf(webMethod))[0]?.notes.join()).toContain("The response template could not be filled in");
  });

  test("many writers at once all get through", async () => {
    const { path, accessKey: key } = await newMethod({
      match: { path: "id", by: "id", field: "" },
      mappings: [{ path: "note", target: "message.private" }],
    });
    const other = await newMethod({ match: { path: "displayId", by: "displayId", field: "" } });
    const { ticket } = await ticketOf((await post(path, { key })).text);
    const answers = await Promise.all([
      ...Array.from({ length: 8 }, (_, index) => post(path, { key, body: `{"id":${ticket.id},"note":"n${index}"}` })),
      ...Array.from({ length: 8 }, (_, index) =>
        post(other.path, { key: other.accessKey, body: `{"displayId":"${ticket.displayId}","title":"t${index}"}` }),
      ),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(Array(16).fill(200));
    expect(await opened.stores.tickets.messages(ticket.id)).toHaveLength(8);
  });

  test("rules hear of it when they shall run", async () => {
    const silent = await newMethod();
    const loud = await newMethod({ runBusinessRules: true });
    const claim = () => opened.stores.events.claim({ now: new Date(Date.now() + 1000), leaseMs: 60_000, limit: 100 });
    await claim();
    await post(silent.path, { key: silent.accessKey });
    expect(await claim()).toEqual([]);
    await post(loud.path, { key: loud.accessKey });
    expect(await claim()).toMatchObject([{ type: "ticket.created", source: `webmethod:${loud.webMethod.name}` }]);
  });
});

describe("once and not too often", () => {
  test("twenty calls with one key at once are one call", async () => {
    const { path, accessKey: key, webMethod } = await newMethod();
    const before = await countTickets();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        post(path, { key, body: `{"title":"Parallel ${index}"}`, headers: { "idempotency-key": "one" } }),
      ),
    );
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await countTickets()).toBe(before + 1);
    const calls = await callsOf(webMethod);
    expect(calls.filter(({ outcome }) => outcome === "created")).toHaveLength(1);
    expect(calls.filter(({ outcome }) => outcome === "repeated")).toHaveLength(19);
    expect(new Set(calls.map(({ ticketId }) => ticketId)).size).toBe(1);
  });

  test("by webhook-id or from the body, per web method; a rejected call may be repeated", async () => {
    const { path, accessKey: key } = await newMethod({ idempotencyPath: "message.id" });
    const other = await newMethod();
    const byHeader = await post(path, { key, headers: { "webhook-id": "msg_1" } });
    expect((await post(path, { key, headers: { "webhook-id": "msg_1" } })).text).toBe(byHeader.text);
    expect((await post(other.path, { key: other.accessKey, headers: { "webhook-id": "msg_1" } })).text).not.toBe(
      byHeader.text,
    );
    const inBody = await post(path, { key, body: '{"message":{"id":7}}' });
    expect(inBody.text).not.toBe(byHeader.text);
    expect((await post(path, { key, body: '{"message":{"id":"7"},"title":"again"}' })).text).toBe(inBody.text);
    const long = { "idempotency-key": "k".repeat(5000) };
    expect((await post(path, { key, headers: long })).text).toBe((await post(path, { key, headers: long })).text);
    expect((await post(path, { key, body: "{", headers: { "webhook-id": "msg_2" } })).status).toBe(400);
    expect((await post(path, { key, headers: { "webhook-id": "msg_2" } })).status).toBe(200);
  });

  test("above the rate callers are asked to wait, and one entry says so", async () => {
    const { path, accessKey: key, webMethod } = await newMethod({ ratePerMinute: 3 });
    const statuses = [];
    for (let calls = 0; calls < 6; calls++) statuses.push((await post(path, { key })).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429, 429]);
    const limited = await post(path, { key });
    expect(Number(limited.headers["retry-after"])).toBeGreaterThan(0);
    expect(limited.text).toContain("At most 3 calls a minute");
    expect((await callsOf(webMethod)).filter(({ response }) => response.status === 429)).toHaveLength(1);
  });
});

test("over a real connection the refusals are the same, byte for byte, and nothing waits for a body", async () => {
  const { path, accessKey, webMethod } = await newMethod();
  const disabled = await newMethod({ isEnabled: false });
  const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  const port = await new Promise<number>((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)),
  );
  /** Sends the head and, never finished, the beginning of a body; what comes back, without the date. */
  const raw = (target: string, key: string, begin = "{") =>
    new Promise<string>((resolve, reject) => {
      let answer = "";
      const socket = connect(port, "127.0.0.1");
      socket.on("error", reject);
      socket.on("data", (chunk) => {
        answer += chunk;
        if (!answer.includes("\r\n\r\n") || !answer.endsWith("}")) return;
        socket.destroy();
        resolve(answer.replace(/^Date: .*\r\n/im, ""));
      });
      socket.write(
        `POST ${target} HTTP/1.1\r\nHost: desk.example\r\nX-Access-Key: ${key}\r\nContent-Type: application/json\r\nContent-Length: 900000\r\n\r\n${begin}`,
      );
    });
  try {
    const refused = [
      await raw(path, "wrong"),
      await raw("/api/webmethods/Unknown", accessKey),
      await raw(disabled.path, disabled.accessKey),
      await raw(disabled.path, "wrong", "<html>"),
    ];
    expect(refused[0]).toMatch(/^HTTP\/1\.1 401 /);
    expect(new Set(refused).size).toBe(1);
    const tooLong = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: "POST",
      headers: { "x-access-key": accessKey, "content-type": "application/json" },
      body: "x".repeat(3_000_000),
    });
    expect(tooLong.status).toBe(413);

    // Who hangs up in the middle is only noted.
    const gone = connect(port, "127.0.0.1");
    gone.write(
      `POST ${path} HTTP/1.1\r\nHost: desk.example\r\nX-Access-Key: ${accessKey}\r\nContent-Length: 9000\r\n\r\n{`,
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    gone.destroy();
    await expect
      .poll(() => callsOf(webMethod).then(([newest]) => newest?.notes))
      .toEqual(["The call broke off before its body was complete."]);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

test("the access key is nowhere in the log", async () => {
  const {
    path,
    accessKey: key,
    webMethod,
  } = await newMethod({
    response: { contentType: "text/plain", body: "you sent {{request.key}}" },
  });
  const body = JSON.stringify({ key });
  const answer = await post(path, { body, query: `?a=1&accessKey=${key}`, headers: { "idempotency-key": `x${key}` } });
  expect(answer.text).toBe(`you sent ${key}`);
  await post(path, { key, body: `{${key}` });
  const calls = await callsOf(webMethod);
  expect(calls).toHaveLength(2);
  expect(JSON.stringify(calls)).not.toContain(key);
  expect(calls[1]?.request.query).toContain("a=1");
});

test("an unexpected error is answered in general words and logged as failed", async () => {
  const { path, accessKey: key, webMethod } = await newMethod();
  const { stores } = opened;
  const broken = {
    ...stores,
    deskLists: { ...stores.deskLists, load: () => Promise.reject(new Error("disk on fire")) },
  };
  app = createHttpApp({ ...opened.runtime, stores: broken });
  const answer = await post(path, { key });
  expect(answer).toMatchObject({ status: 500, text: expect.not.stringContaining("disk") });
  expect(await callsOf(webMethod)).toMatchObject([{ outcome: "failed", response: { status: 500 } }]);
});
