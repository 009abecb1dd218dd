import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestRuntime, type TestRuntime } from "../testing";
import { callerOf } from "./testing";

let opened: TestRuntime;
let call: ReturnType<typeof callerOf>;
let typeId = 0;
let statuses: Record<string, number> = {};

beforeAll(async () => {
  opened = await openTestRuntime();
  call = callerOf(opened);
  const { json } = await call("GET", "/desk-lists");
  typeId = json.ticketTypes.find((type: { name: string }) => type.name === "Incident").id;
  statuses = Object.fromEntries(json.statuses.map((one: { name: string; id: number }) => [one.name, one.id]));
  for (const form of [
    {
      name: "Integration",
      fields: [
        { name: "VivantiotestID", kind: "text" },
        { name: "e-bonding active", kind: "checkbox", isReadOnly: true },
      ],
    },
    {
      name: "Linked assets",
      isMultiLine: true,
      fields: [
        { name: "Asset", kind: "text" },
        { name: "Asset request date", kind: "date" },
      ],
    },
  ])
    expect((await call("POST", "/custom-forms", { body: { ticketTypeIds: [typeId], ...form } })).status).toBe(201);
});
afterAll(() => opened.close());

const create = async (more = {}) => {
  const made = await call("POST", "/tickets", { body: { typeId, title: "Printer on fire", ...more } });
  expect(made.status).toBe(201);
  return made.json;
};

test("a ticket starts open, with a display id and named forms", async () => {
  const ticket = await create({
    forms: {
      integration: { vivantiotestid: "INC1" },
      "Linked assets": [{ Asset: "P1", "Asset request date": "2025/04/23" }],
    },
  });
  expect(ticket).toMatchObject({
    displayId: expect.stringMatching(/^IN\d+$/),
    statusName: "Open",
    typeName: "Incident",
    creationSystem: "api",
    version: 1,
    forms: {
      Integration: { VivantiotestID: "INC1", "e-bonding active": null },
      "Linked assets": [{ Asset: "P1", "Asset request date": "2025-04-23" }],
    },
  });
  expect(ticket).not.toHaveProperty("accessCode");
  for (const id of [ticket.id, ticket.displayId, ticket.displayId.toLowerCase()])
    expect((await call("GET", `/tickets/${id}`)).json).toEqual(ticket);
});

describe("changing", () => {
  test.each(["PUT", "PATCH"])("%s changes what is named and nothing else", async (method) => {
    const ticket = await create({ description: "Smoke", forms: { Integration: { VivantiotestID: "INC1" } } });
    const changed = await call(method, `/tickets/${ticket.displayId}`, {
      body: { statusId: statuses.Resolved, forms: { Integration: { "e-bonding active": true } } },
    });
    expect(changed.status).toBe(200);
    expect(changed.json).toMatchObject({
      title: "Printer on fire",
      description: "Smoke",
      statusName: "Resolved",
      resolvedAt: expect.any(String),
      version: 2,
      forms: { Integration: { VivantiotestID: "INC1", "e-bonding active": true }, "Linked assets": [] },
    });
  });

  test("history says who changed what", async () => {
    const { id } = await create();
    await call("PATCH", `/tickets/${id}`, { body: { statusId: statuses.Closed } });
    const { json } = await call("GET", `/tickets/${id}/history`);
    expect(json.total).toBe(2);
    expect(json.items[0]).toMatchObject({
      kind: "ticket.updated",
      origin: "api",
      changes: [{ from: "Open", to: "Closed" }],
    });
    expect(json.items[1]).toMatchObject({ kind: "ticket.created" });
    expect((await call("GET", `/tickets/${id}/history?q=created`)).json.total).toBe(1);
  });

  test("a change that changes nothing makes no version", async () => {
    const { id } = await create();
    expect((await call("PATCH", `/tickets/${id}`, { body: { title: "Printer on fire" } })).json.version).toBe(1);
  });

  test("the version seen guards against overwriting", async () => {
    const { id } = await create();
    expect((await call("PATCH", `/tickets/${id}`, { body: { title: "One", version: 1 } })).status).toBe(200);
    const late = await call("PATCH", `/tickets/${id}`, { body: { title: "Two", version: 1 } });
    expect(late.status).toBe(409);
    expect(late.json.error).toMatchObject({ code: "conflict", message: expect.stringContaining("changed meanwhile") });
    expect((await call("PATCH", `/tickets/${id}`, { body: { title: "Two" } })).status).toBe(200);
  });

  test("of many at once without a version all land; with one, one does", async () => {
    const { id } = await create();
    const fields = ["thirdPartyId", "thirdPartyRef", "solution", "description", "title"];
    const many = Array.from({ length: 20 }, (_, n) =>
      call("PATCH", `/tickets/${id}`, { body: { [fields[n % 5] ?? ""]: `value ${n}` } }),
    );
    expect((await Promise.all(many)).map(({ status }) => status)).toEqual(Array(20).fill(200));
    const { version } = (await call("GET", `/tickets/${id}`)).json;
    expect(version).toBe(21);
    const racing = Array.from({ length: 5 }, (_, n) =>
      call("PATCH", `/tickets/${id}`, { body: { title: `race ${n}`, version } }),
    );
    const results = (await Promise.all(racing)).map(({ status }) => status).sort();
    expect(results).toEqual([200, 409, 409, 409, 409]);
  });
});

test("messages", async () => {
  const { id } = await create();
  const added = await call("POST", `/tickets/${id}/messages`, { body: { body: "On my way" } });
  expect(added.status).toBe(201);
  expect(added.json).toMatchObject({ body: "On my way", visibility: "public", from: "agent", authorName: "test" });
  await call("POST", `/tickets/${id}/messages`, { body: { body: "Bring water", visibility: "private" } });
  const { json } = await call("GET", `/tickets/${id}/messages`);
  expect(json.items.map((message: { body: string }) => message.body)).toEqual(["On my way", "Bring water"]);
  expect((await call("GET", `/tickets/${id}`)).json.firstAgentReplyAt).not.toBeNull();
});

describe("what is refused, and how", () => {
  const refused = async (body: unknown) => {
    const { status, json } = await call("POST", "/tickets", { body });
    expect(status).toBe(422);
    expect(json.error.code).toBe("invalid");
    return json.error.fields;
  };
  test("missing and unknown", async () => {
    expect(await refused({})).toMatchObject({ title: expect.any(Array), typeId: expect.any(Array) });
    expect(await refused({ typeId: 99, title: "x" })).toHaveProperty("typeId");
    expect(await refused({ typeId, title: "x", statusId: 99 })).toHaveProperty("statusId");
    expect(await refused({ typeId, title: "x", ownerId: 99, priorityId: 98 })).toMatchObject({
      ownerId: expect.any(Array),
      priorityId: expect.any(Array),
    });
    expect(await refused({ typeId, title: ["x"] })).toHaveProperty("title");
  });
  test("custom fields by name", async () => {
    expect(await refused({ typeId, title: "x", forms: { Nope: {} } })).toHaveProperty(["forms.Nope"]);
    expect(await refused({ typeId, title: "x", forms: { Integration: { Colour: "red" } } })).toHaveProperty([
      "forms.Integration.Colour",
    ]);
    expect(
      await refused({ typeId, title: "x", forms: { "Linked assets": [{ "Asset request date": "soon" }] } }),
    ).toHaveProperty(["forms.Linked assets[0].Asset request date"]);
    expect(await refused({ typeId, title: "x", forms: { Integration: "x" } })).toHaveProperty(["forms.Integration"]);
  });
  test("unknown tickets", async () => {
    for (const id of ["999999", "IN999999", "..%2F..", "%00", "x".repeat(500), "9999999999999"])
      for (const path of [
        `/tickets/${id}`,
        `/tickets/${id}/history`,
        `/tickets/${id}/messages`,
        `/tickets/${id}/webhooks`,
      ])
        expect((await call("GET", path)).status).toBe(404);
    expect((await call("PATCH", "/tickets/IN999999", { body: { title: "x" } })).status).toBe(404);
    expect((await call("POST", "/tickets/IN999999/messages", { body: { body: "x" } })).status).toBe(404);
  });
});

describe("lists", () => {
  test("pages, search, sort and filters", async () => {
    for (const title of ["zebra one", "apple one", "Zebra two"]) await create({ title, statusId: statuses["On hold"] });
    const held = `statusId=${statuses["On hold"]}`;
    const titles = async (query: string) =>
      (await call("GET", `/tickets?${query}`)).json.items.map((ticket: { title: string }) => ticket.title);
    expect(await titles(`${held}&sort=title`)).toEqual(["apple one", "zebra one", "Zebra two"]);
    expect(await titles(`${held}&sort=-title&pageSize=1&page=2`)).toEqual(["zebra one"]);
    expect(await titles(`${held}&q=ZEBRA`)).toHaveLength(2);
    expect((await call("GET", `/tickets?${held}&page=9`)).json).toEqual({ items: [], total: 3 });
    expect((await call("GET", "/tickets?ownerId=0&q=apple")).json.total).toBe(1);
  });

  test.each([
    ["sort=colour", "sort", "colour"],
    ["page=0", "page", "At least 1"],
    ["page=x", "page", "whole number"],
    ["pageSize=101", "pageSize", "At most 100"],
    ["pageSize=0", "pageSize", "At least 1"],
    ["statusId=open", "statusId", "whole number"],
    ["statusId=9999999999", "statusId", "At most"],
    ["q=%00", "q", "NUL"],
    [`q=${"x".repeat(201)}`, "q", "200"],
  ])("%s is named", async (query, field, words) => {
    const { status, json } = await call("GET", `/tickets?${query}`);
    expect(status).toBe(422);
    expect(json.error.fields[field].join()).toContain(words);
    expect(json.error.message).toContain(field);
  });
});
