import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemActor } from "@/lib/core/actor";
import { functionInput } from "@/lib/functions/function";
import { functionUrl } from "@/lib/functions/incoming";
import { sampleFunctions } from "@/lib/functions/samples";
import { createFunction, publishFunction } from "@/lib/runtime/manage-functions";
import { createAppIntegrations } from "./app-integrations";
import { jiraIssueCreated } from "./jira-issue-created";
import { openTestRuntime, type TestRuntime } from "./testing";

let opened: TestRuntime;
let server: Server;
/** The address of each sample by API name, published as a person would. */
const urls = new Map<string, string>();

beforeAll(async () => {
  opened = await openTestRuntime();
  const { runtime, stores } = opened;
  const listener = createAppIntegrations(runtime.functions.answer);
  server = createServer((request, response) => void listener(request, response)).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ports = { stores, functions: runtime.functions };
  for (const sample of sampleFunctions) {
    const { id, apiName } = await createFunction(ports, systemActor, functionInput.parse(sample));
    const { token } = await publishFunction(ports, systemActor, id);
    urls.set(apiName, functionUrl(base, { apiName, token, portalId: String(runtime.config.portalId) }));
  }
  for (const name of ["Low", "High"])
    await stores.deskLists.saveItem(systemActor, { kind: "priority", name, position: 0 });
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await opened.close();
});

type Reply = { result: "success"; output: string } | { result: "failed"; errorMessage: string };

/** As a relay calls: a form with the arguments as JSON. */
async function call(apiName: string, given: unknown): Promise<Reply> {
  const body = new URLSearchParams({ arguments: JSON.stringify(given) });
  const response = await fetch(urls.get(apiName) ?? "", { method: "POST", body });
  return ((await response.json()) as { content: Reply }).content;
}
const failure = (apiName: string, given: unknown) =>
  call(apiName, given).then((reply) => (reply.result === "failed" ? reply.errorMessage : `no error: ${reply.output}`));

/** The ticket that a call gave the number of, with the name of its priority and status. */
async function ticketOf(reply: Reply) {
  expect(reply).toMatchObject({ result: "success" });
  const displayId = reply.result === "success" ? reply.output : "";
  const graph = await opened.stores.tickets.graph(displayId);
  if (!graph) throw new Error(`There is no ticket ${displayId}`);
  return { ...graph.ticket, status: graph.status.name, priority: graph.items.get(graph.ticket.priorityId ?? 0)?.name };
}
const countTickets = () => opened.stores.tickets.count();

let issue = 10_100;
/** An issue nobody has told of yet. */
const newIssue = (fields: Record<string, unknown> = {}) => jiraIssueCreated(++issue, fields);

describe("create_ticket_from_jira", () => {
  test("makes a ticket of Jira's own webhook body, with its fields", async () => {
    const payload = newIssue();
    expect(await ticketOf(await call("create_ticket_from_jira", { payload }))).toMatchObject({
      title: payload.issue.fields.summary,
      description: payload.issue.fields.description,
      thirdPartyId: payload.issue.id,
      thirdPartyRef: payload.issue.key,
      priority: "High",
    });
  });

  test("the same issue again is the same ticket", async () => {
    const payload = newIssue();
    const first = await call("create_ticket_from_jira", { payload });
    const count = await countTickets();
    expect(await call("create_ticket_from_jira", { payload })).toEqual(first);
    expect(await countTickets()).toBe(count);
  });

  test("a priority that only Jira has is left out", async () => {
    const payload = newIssue({ priority: { name: "Highest", id: "1" } });
    const ticket = await ticketOf(await call("create_ticket_from_jira", { payload }));
    expect(ticket).toMatchObject({ thirdPartyRef: payload.issue.key, priorityId: null });
  });

  test("what Jira leaves empty is empty; a description in parts is kept as it came", async () => {
    const bare = newIssue({ description: null, priority: null });
    expect(await ticketOf(await call("create_ticket_from_jira", { payload: bare }))).toMatchObject({ description: "" });
    const description = { type: "doc", version: 1, content: [{ type: "paragraph", content: [] }] };
    const parted = newIssue({ description });
    const ticket = await ticketOf(await call("create_ticket_from_jira", { payload: parted }));
    expect(JSON.parse(ticket.description)).toEqual(description);
  });

  test("its history says which function it was", async () => {
    const { id } = await ticketOf(await call("create_ticket_from_jira", { payload: newIssue() }));
    const { items } = await opened.stores.tickets.history(id, { page: 1, pageSize: 10 });
    expect(items).toContainEqual(expect.objectContaining({ actorName: "Create ticket from Jira" }));
  });

  test("says what is missing", async () => {
    const missing = /The payload has no issue\.key/;
    expect(await failure("create_ticket_from_jira", {})).toMatch(missing);
    expect(await failure("create_ticket_from_jira", { payload: {} })).toMatch(missing);
    expect(await failure("create_ticket_from_jira", { payload: { issue: { id: "1" } } })).toMatch(missing);
    expect(await failure("create_ticket_from_jira", { payload: "text" })).toMatch(/payload/);
  });
});

describe("with a ticket", () => {
  let ticket: Awaited<ReturnType<typeof ticketOf>>;
  beforeEach(async () => {
    ticket = await ticketOf(await call("create_ticket_from_jira", { payload: newIssue() }));
  });
  const current = async () => (await opened.stores.tickets.graph(ticket.id))?.ticket;

  test("add_note adds a private note by number or id", async () => {
    expect(await call("add_note", { ticket: ticket.displayId, text: " Called back " })).toEqual({
      result: "success",
      output: "true",
    });
    expect(await call("add_note", { ticket: String(ticket.id), text: "Again" })).toMatchObject({ output: "true" });
    const messages = await opened.stores.tickets.messages(ticket.id);
    expect(messages.map(({ body, visibility }) => ({ body, visibility }))).toEqual([
      { body: "Called back", visibility: "private" },
      { body: "Again", visibility: "private" },
    ]);
  });

  test("add_note says what is missing", async () => {
    expect(await failure("add_note", { text: "Called back" })).toMatch(/Give ticket and text/);
    expect(await failure("add_note", { ticket: ticket.displayId, text: "  " })).toMatch(/Give ticket and text/);
    expect(await failure("add_note", { ticket: "IN999999", text: "x" })).toMatch(/There is no ticket IN999999/);
  });

  test("sync_status sets the status, and the same again changes nothing", async () => {
    const given = { reference: ticket.thirdPartyRef, status: "In Progress" };
    const output = JSON.stringify({ found: true, ticket: ticket.displayId, status: "In progress" });
    expect(await call("sync_status", given)).toEqual({ result: "success", output });
    const after = await current();
    expect((await opened.stores.deskLists.load()).statuses.find(({ id }) => id === after?.statusId)?.name).toBe(
      "In progress",
    );
    expect(await call("sync_status", given)).toEqual({ result: "success", output });
    expect((await current())?.version).toBe(after?.version);
  });

  test.each(["new", "in progress", "waiting", "done", "closed"])("sync_status knows “%s”", async (status) => {
    expect(await call("sync_status", { reference: ticket.thirdPartyRef, status })).toMatchObject({ result: "success" });
  });

  test("sync_status says what it does not know", async () => {
    expect(await failure("sync_status", { reference: ticket.thirdPartyRef, status: "lost" })).toMatch(
      /Unknown status “lost”\. Known are: new, in progress, waiting, done, closed/,
    );
    expect(await failure("sync_status", { reference: ticket.thirdPartyRef })).toMatch(/Unknown status/);
    expect(await call("sync_status", { reference: "HD-0", status: "done" })).toEqual({
      result: "success",
      output: '{"found":false}',
    });
    expect(await failure("sync_status", { status: "done" })).toMatch(/Give reference/);
  });
});
