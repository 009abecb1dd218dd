import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestRuntime, type TestRuntime } from "../testing";
import { callerOf } from "./testing";

let opened: TestRuntime;
let call: ReturnType<typeof callerOf>;
beforeAll(async () => {
  opened = await openTestRuntime();
  call = callerOf(opened);
});
afterAll(() => opened.close());

const newBin = async () => (await call("POST", "/inspector/bins", { body: { name: "Bin" } })).json.id as string;
const capture = (binId: string, target: string) =>
  opened.stores.bins.capture(
    {
      binId,
      receivedAt: new Date(),
      method: "POST",
      target,
      headers: [],
      body: "",
      bodyEncoding: "utf8",
      bodyBytes: 0,
      isTruncated: false,
      remoteAddress: "127.0.0.1",
    },
    500,
  );

test("a sequence with faults and a challenge is taken and read back", async () => {
  const id = await newBin();
  const body = {
    status: 500,
    followedBy: [{ status: 500, fault: "reset" }, { status: 200 }],
    afterLast: "repeat",
    challenge: { kind: "basic", user: "Ann", password: "made up" },
  };
  const { status, json } = await call("PUT", `/inspector/bins/${id}/response`, { body });
  expect([status, json.repliesGiven]).toEqual([200, 0]);
  expect(json.response).toMatchObject(body);
  const wrong = await call("PUT", `/inspector/bins/${id}/response`, {
    body: { status: 200, followedBy: [{ status: 99 }] },
  });
  expect([wrong.status, Object.keys(wrong.json.error.fields)]).toEqual([422, ["followedBy.0.status"]]);
});

test("waits for the next request", async () => {
  const id = await newBin();
  const path = `/inspector/bins/${id}/requests/next`;
  await capture(id, "/before");
  const waiting = call("GET", `${path}?timeoutSeconds=10`);
  const started = Date.now();
  setTimeout(() => void capture(id, "/first"), 300);
  const { json } = await waiting;
  expect(json.request.target).toBe("/first");
  expect(Date.now() - started).toBeLessThan(5000);
  await capture(id, "/second");
  await capture(id, "/third");
  const next = await call("GET", `${path}?after=${json.request.id}`);
  expect(next.json.request.target).toBe("/second");
});

test("says when none came in time; bounds and unknown bins", async () => {
  const id = await newBin();
  const path = `/inspector/bins/${id}/requests/next`;
  expect((await call("GET", `${path}?timeoutSeconds=0`)).json).toEqual({ request: null });
  expect((await call("GET", `${path}?timeoutSeconds=61`)).status).toBe(422);
  expect((await call("GET", "/inspector/bins/bin_0/requests/next?timeoutSeconds=0")).status).toBe(404);
});

test("pins and unpins", async () => {
  const id = await newBin();
  const request = await capture(id, "/kept");
  const path = `/inspector/bins/${id}/requests/${request?.id}/pin`;
  const isPinned = async () => (await call("GET", `/inspector/bins/${id}/requests`)).json.items[0].isPinned;
  expect((await call("PUT", path)).status).toBe(204);
  expect(await isPinned()).toBe(true);
  expect((await call("DELETE", path)).status).toBe(204);
  expect(await isPinned()).toBe(false);
  expect((await call("PUT", `/inspector/bins/${id}/requests/req_0/pin`)).status).toBe(404);
});
