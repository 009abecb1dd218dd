import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "@/lib/core/actor";
import { decideUpdate } from "@/lib/desk/update";
import { openTestRuntime, type TestRuntime } from "../testing";
import { callerOf } from "./testing";

let opened: TestRuntime;
let call: ReturnType<typeof callerOf>;
beforeAll(async () => {
  opened = await openTestRuntime();
  call = callerOf(opened);
});
afterAll(() => opened.close());

/** A ticket whose title a webhook's reply has set, as the worker writes it; or wants to set. */
async function answered(isProposal: boolean) {
  const { stores } = opened.runtime;
  const { json: ticket } = await call("POST", "/tickets", { body: { typeId: 1, title: "Before" } });
  const graph = await stores.tickets.graph(ticket.id);
  if (!graph) throw new Error("no ticket");
  const source = {
    actor: systemActor,
    origin: "delivery",
    cause: { depth: 1, webhookName: "Send" },
    at: new Date(),
  } as const;
  const change = decideUpdate(graph, { fields: { title: "After" } }, source, await stores.deskLists.load());
  if (!change) throw new Error("no change");
  const kind = isProposal ? "writeback.proposed" : "webhook.succeeded";
  const history = change.history.map((entry) => ({ ...entry, kind }) as const);
  await stores.changes.commit(isProposal ? { ticketId: ticket.id, at: new Date(), history } : { ...change, history });
  const { json } = await call("GET", `/tickets/${ticket.id}/history`);
  return { path: `/tickets/${ticket.displayId}`, entryId: json.items[0].id as number };
}
const titleOf = async (path: string) => (await call("GET", path)).json.title;

test("what a reply set is taken back once", async () => {
  const { path, entryId } = await answered(false);
  expect(await titleOf(path)).toBe("After");
  const undone = await call("POST", `${path}/history/${entryId}/undo`);
  expect(undone).toMatchObject({ status: 200, json: { put: ["Title"], left: [] } });
  expect(await titleOf(path)).toBe("Before");
  const again = await call("POST", `${path}/history/${entryId}/undo`);
  expect(again.status).toBe(409);
  expect(again.json.error.message).toContain("already took this back");
});

test("a proposal is applied or dismissed", async () => {
  const one = await answered(true);
  expect(await titleOf(one.path)).toBe("Before");
  expect((await call("POST", `${one.path}/history/${one.entryId}/apply`)).status).toBe(200);
  expect(await titleOf(one.path)).toBe("After");
  const other = await answered(true);
  expect((await call("POST", `${other.path}/history/${other.entryId}/dismiss`)).status).toBe(200);
  expect(await titleOf(other.path)).toBe("Before");
});

test.each(["undo", "apply", "dismiss"])("%s of an entry that does not exist or is none", async (verb) => {
  const { path } = await answered(false);
  for (const entryId of ["999999", "x", "0x1", "-1"])
    expect((await call("POST", `${path}/history/${entryId}/${verb}`)).status).toBe(404);
  const { json } = await call("GET", `${path}/history`);
  const created = json.items.at(-1).id;
  expect((await call("POST", `${path}/history/${created}/${verb}`)).status).toBe(422);
});
