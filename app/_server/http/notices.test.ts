import { afterAll, beforeAll, expect, test } from "vitest";
import { makeAccount } from "@/db/contract/make-access";
import { systemActor } from "@/lib/core/actor";
import type { NewNotice } from "@/lib/notices/notice";
import { cookieName } from "../identity";
import { setRuntime } from "../runtime";
import { hashToken } from "../tokens";
import { createHttpApp } from "./app";
import { openTestRuntime, type TestRuntime } from "./testing";

let opened: TestRuntime;
beforeAll(async () => {
  opened = await openTestRuntime();
  setRuntime(opened.runtime);
});
afterAll(() => opened.close());

const later = (minutes: number) => new Date(Date.now() + minutes * 60_000);

/** What the browser of somebody with this role gets; `token` names their session. */
async function browserOf(roleId: string, token: string) {
  const { stores, runtime } = opened;
  const { personId } = await makeAccount(stores, { roleId });
  const session = { createdAt: new Date(), lastSeenAt: new Date(), expiresAt: later(60), userAgent: "", address: "" };
  await stores.sessions.create({ ...session, personId, tokenHash: hashToken(token) });
  const headers = { cookie: `${cookieName(runtime.config.publicUrl)}=${token}` };
  return { personId, get: () => createHttpApp(runtime).request("/live/notices", { headers }) };
}

const write = (overrides: Partial<NewNotice>) =>
  opened.stores.notices.write(systemActor, {
    at: later(1),
    kind: "outage",
    subject: "Partner can’t be reached",
    text: "It refused the connection.",
    href: "/admin/integration/deliveries",
    webhookId: null,
    ...overrides,
  });

test("the bell gets the newest and how many of all are new; strangers and technicians get nothing", async () => {
  const admin = await browserOf(opened.roleIds.administrator, "annie");
  const technician = await browserOf(opened.roleIds.technician, "troy");
  for (let index = 1; index <= 11; index++) await write({ at: later(index), subject: `Notice ${index}` });
  const glance = await (await admin.get()).json();
  expect(glance.unseen).toBe(11);
  expect(glance.items).toHaveLength(6);
  expect(glance.items[0]).toEqual({
    id: expect.stringMatching(/^ntc_/),
    kind: "outage",
    subject: "Notice 11",
    href: "/admin/integration/deliveries",
    at: expect.stringMatching(/Z$/),
  });
  await opened.stores.notices.markSeen(admin.personId, new Date(glance.items[0].at));
  expect(await (await admin.get()).json()).toMatchObject({ unseen: 0 });

  expect((await technician.get()).status).toBe(403);
  expect((await createHttpApp(opened.runtime).request("/live/notices")).status).toBe(401);
});
