import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "@/lib/core/actor";
import { type FunctionInput, functionInput } from "@/lib/functions/function";
import { functionUrl } from "@/lib/functions/incoming";
import { newToken } from "../tokens";
import { createAppIntegrations } from "./app-integrations";
import { openTestRuntime, type TestRuntime } from "./testing";

let opened: TestRuntime;
let server: Server;
let base: string;
beforeAll(async () => {
  opened = await openTestRuntime();
  const listener = createAppIntegrations(opened.runtime.functions.answer);
  server = createServer((request, response) => void listener(request, response)).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await opened.close();
});

let count = 0;
async function publish(input: Partial<FunctionInput>) {
  const { functions } = opened.stores;
  const name = `f${++count}`;
  const made = await functions.create(systemActor, functionInput.parse({ name, apiName: name, ...input }));
  const token = newToken("hdf");
  await functions.publish(systemActor, made.id, token);
  return { id: made.id, apiName: made.apiName, token, portalId: "1" };
}
const get = async (url: string) => {
  const reply = await fetch(url);
  expect(reply.status).toBe(200);
  expect(reply.headers.get("content-type")).toBe("application/json;charset=UTF-8");
  return reply.text();
};
const success = (output: string) => JSON.stringify({ status: 200, content: { result: "success", output } });
const failed = (errorMessage: string) => JSON.stringify({ status: 200, content: { result: "failed", errorMessage } });
const invalid = '{"status":200,"content":"Invalid callback function url"}';
const lastRun = async (functionId: string) =>
  (await opened.stores.functionRuns.list({ page: 1, pageSize: 1, functionId })).items[0];

describe("replies, byte for byte (systems.md §0.5)", () => {
  test.each([
    ["map", '{"name":"tom","n":1,"l":{1,"a"},"x":null}', '{"name":"tom","n":1,"l":[1,"a"],"x":null}'],
    ["string", '"a \\"quoted\\" text"', 'a "quoted" text'],
    ["int", "9007199254740993", "9007199254740993"],
    ["float", "5.4", "5.4"],
    ["bool", "1 == 1", "true"],
    ["date", "'01-Jan-2019'", "01-Jan-2019"],
  ] as const)("a %s", async (returnType, expression, output) => {
    const call = await publish({ returnType, source: `return ${expression};` });
    expect(await get(functionUrl(base, call))).toBe(success(output));
  });

  test("void, and nothing returned", async () => {
    expect(await get(functionUrl(base, await publish({ returnType: "void", source: "info 1;" })))).toBe(success(""));
  });

  test("a list, where another type is declared, fails", async () => {
    const text = await get(functionUrl(base, await publish({ returnType: "map", source: "return {1, 2};" })));
    expect(JSON.parse(text).content).toMatchObject({ result: "failed", errorMessage: expect.any(String) });
  });

  test("an error of the script names its line", async () => {
    const call = await publish({ source: "x = 1;\nreturn x / 0;" });
    const text = await get(functionUrl(base, call));
    expect(JSON.parse(text).content.errorMessage).toMatch(/^Error at line number : 2\. /);
    expect(await lastRun(call.id)).toMatchObject({ outcome: "failed", line: 2, origin: "call" });
  });

  test("an argument that can't be read as its type", async () => {
    const call = await publish({ parameters: [{ name: "id", type: "int" }], source: "return id;" });
    const text = await get(functionUrl(base, { ...call, arguments: '{"id":"twelve"}' }));
    expect(JSON.parse(text).content).toMatchObject({ result: "failed", errorMessage: expect.stringContaining("id") });
    for (const wrong of ["[1]", "nonsense", '"text"'])
      expect(JSON.parse(await get(functionUrl(base, { ...call, arguments: wrong }))).content.result).toBe("failed");
  });
});

test("arguments come by query or form, the form wins; missing ones are null, unknown ones ignored", async () => {
  const call = await publish({
    parameters: [
      { name: "name", type: "string" },
      { name: "id", type: "int" },
    ],
    source: 'return name + "/" + id;',
  });
  const url = functionUrl(base, { ...call, arguments: '{"name":"tom","id":123,"other":1}' });
  expect(await get(url)).toBe(success("tom/123"));
  const body = new URLSearchParams({ arguments: '{"name":"body"}' });
  expect(await (await fetch(url, { method: "POST", body })).text()).toBe(success("body/null"));
  expect(await get(functionUrl(base, call))).toBe(success("null/null"));
});

describe("one answer for whatever is wrong", () => {
  test("service, name, token, portal, and a function withdrawn or published again", async () => {
    const call = await publish({ source: "return 1;" });
    const good = functionUrl(base, call);
    expect(await get(good)).toContain("success");
    for (const url of [
      good.replace("callbackFunctions", "callbackfunctions"),
      functionUrl(base, { ...call, apiName: call.apiName.toUpperCase() }),
      functionUrl(base, { ...call, apiName: "nobody" }),
      functionUrl(base, { ...call, apiName: "x'; drop table functions" }),
      functionUrl(base, { ...call, token: "" }),
      functionUrl(base, { ...call, token: `${call.token}x` }),
      functionUrl(base, { ...call, portalId: "2" }),
      functionUrl(base, { ...call, portalId: "01" }),
      `${base}/AppIntegrations`,
    ])
      expect(await get(url)).toBe(invalid);
    const { functions } = opened.stores;
    const next = newToken("hdf");
    await functions.publish(systemActor, call.id, next);
    expect(await get(good)).toBe(invalid);
    expect(await get(functionUrl(base, { ...call, token: next }))).toBe(success("1"));
    await functions.unpublish(systemActor, call.id);
    expect(await get(functionUrl(base, { ...call, token: next }))).toBe(invalid);
  });

  test("saving a published function goes live with the same token", async () => {
    const call = await publish({ source: "return 1;" });
    expect(await get(functionUrl(base, call))).toBe(success("1"));
    const input = functionInput.parse({ name: call.apiName, apiName: call.apiName, source: "return 2;" });
    await opened.stores.functions.update(systemActor, call.id, input);
    expect(await get(functionUrl(base, call))).toBe(success("2"));
  });

  test("a caller's proof, when one is asked for", async () => {
    const call = await publish({ source: "return 1;" });
    const url = functionUrl(base, call);
    const post = async (headers: Record<string, string>) =>
      (
        await fetch(url, { method: "POST", body: "{}", headers: { "content-type": "application/json", ...headers } })
      ).text();
    await opened.stores.functions.setProof(systemActor, call.id, {
      kind: "header",
      headerName: "X-Key",
      secret: "s3cret",
    });
    expect(await get(url)).toBe(invalid);
    expect(await post({ "x-key": "S3cret" })).toBe(invalid);
    expect(await post({ "x-key": "s3cret" })).toBe(success("1"));
    await opened.stores.functions.setProof(systemActor, call.id, { kind: "hmac", headerName: "X-Hub-Signature-256" });
    const signature = createHmac("sha256", "s3cret").update("{}").digest("hex");
    expect(await post({ "x-hub-signature-256": `sha256=${signature}` })).toBe(success("1"));
    expect(await post({ "x-hub-signature-256": "sha256=00" })).toBe(invalid);
  });
});

test("over its rate or with too long a body a call gets the failure reply (S9)", async () => {
  const limits = { ratePerMinute: 2, concurrency: 50, timeSeconds: 60 };
  const call = await publish({ source: "return 1;", limits });
  const url = functionUrl(base, call);
  expect([await get(url), await get(url)]).toEqual([success("1"), success("1")]);
  expect(await get(url)).toMatch(/"result":"failed","errorMessage":"At most 2 calls a minute\. Try again in \d+ s\."/);
  const other = await publish({ source: "return 1;" });
  const body = `arguments=${"x".repeat(1_100_000)}`;
  expect(await (await fetch(functionUrl(base, other), { method: "POST", body })).text()).toBe(
    failed("The body is larger than 1 MB. Send less."),
  );
});

test("other methods are refused", async () => {
  const reply = await fetch(`${base}/AppIntegrations`, { method: "PUT" });
  expect([reply.status, reply.headers.get("allow")]).toEqual([405, "GET, POST"]);
});

test("a reply names its run in the history", async () => {
  const call = await publish({ source: "return 1;" });
  const reply = await fetch(functionUrl(base, call));
  expect(reply.headers.get("x-request-id")).toBe((await lastRun(call.id))?.id);
  expect((await fetch(`${base}/AppIntegrations`)).headers.get("x-request-id")).toBeNull();
});

test("the history keeps neither token nor secret arguments", async () => {
  const parameters = [
    { name: "password", type: "string" as const },
    { name: "note", type: "string" as const },
  ];
  const call = await publish({ parameters, source: 'info note; return "done";' });
  const given = { password: "hunter2!", note: `see ${call.token}` };
  await get(functionUrl(base, { ...call, arguments: JSON.stringify(given) }));
  const kept = JSON.stringify(await lastRun(call.id));
  expect(kept).not.toContain("hunter2!");
  expect(kept).not.toContain(call.token);
});

test("a request made by a script is a ticket with a cause; asked again, the same one is found", async () => {
  const call = await publish({
    returnType: "string",
    parameters: [{ name: "issue", type: "map" }],
    source: `key = issue.get("key");
found = zoho.sdp.getRecords("requests", 1, 1, {"third_party_ref": key});
if (found.get("requests").isEmpty())
{
  made = zoho.sdp.create("requests", {"subject": issue.get("fields").get("summary"), "third_party_ref": key, "priority": null});
  zoho.sdp.associate("notes", made.get("id"), {"description": "From Jira " + key});
  return made.get("request").get("display_id");
}
return found.get("requests").get(0).get("display_id");`,
  });
  const url = functionUrl(base, { ...call, arguments: '{"issue":{"key":"JIRA-7","fields":{"summary":"It burns"}}}' });
  const first = JSON.parse(await get(url)).content.output as string;
  expect(first).toMatch(/^IN\d+$/);
  expect(await get(url)).toBe(success(first));
  const graph = await opened.stores.tickets.graph(first);
  expect(graph?.ticket).toMatchObject({ title: "It burns", thirdPartyRef: "JIRA-7", creationSystem: "callback" });
  const { items } = await opened.stores.tickets.history(graph?.ticket.id ?? 0, { page: 1, pageSize: 10 });
  expect(items.map(({ kind, origin, actorId }) => [kind, origin, actorId])).toEqual([
    ["message.added", "callback", call.id],
    ["ticket.created", "callback", call.id],
  ]);
  expect(await lastRun(call.id)).toMatchObject({
    origin: "call",
    outcome: "succeeded",
    calls: [{ task: "zoho.sdp.getRecords" }],
  });
});
