import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestStores, type TestStores } from "@/db/testing";
import { systemActor } from "@/lib/core/actor";
import { fixedClock } from "@/lib/core/clock";
import type { MailResult } from "@/lib/notices/mail-transport";
import type { Mail } from "@/lib/notices/notice";
import { mailWaitsMs } from "@/lib/notices/tries";
import { createMailWorker, sendDueMails } from "./mail-worker";

let opened: TestStores;
beforeAll(async () => {
  opened = await openTestStores();
});
afterAll(() => opened.remove());

const mails = () => opened.stores.mails;
const log = () => {};
const enqueue = (subject: string) =>
  mails().enqueue({ to: ["annie@example.com"], subject, text: "Hello", source: "test" });
const tooFar = new Date(Date.now() + 1e12);

/** A server that gives these answers in turn, the last one again and again. */
function server(...answers: MailResult[]) {
  const got: Mail[] = [];
  const send = async (mail: Mail): Promise<MailResult> => {
    got.push(mail);
    return (answers.length > 1 ? answers.shift() : answers[0]) ?? { kind: "taken", refused: null };
  };
  return { got, send, close: () => {} };
}
const busy: MailResult = { kind: "unavailable", message: "mail.example.com answered: 451 Try later" };
const taken: MailResult = { kind: "taken", refused: null };

test("a mail goes out once", async () => {
  const { id } = await enqueue("Once");
  const transport = server(taken);
  const clock = fixedClock(new Date(Date.now() + 1000));
  expect(await sendDueMails(opened.stores, transport, { log, clock })).toBe(1);
  expect(await sendDueMails(opened.stores, transport, { log, clock })).toBe(0);
  expect(transport.got.map((mail) => mail.id)).toEqual([id]);
  expect(await mails().get(id)).toMatchObject({ status: "sent", sentAt: clock.now(), attempts: 1, lastError: null });
});

test("what may pass is tried again, later each time, and at last given up with the server's words", async () => {
  const { id } = await enqueue("Busy");
  const transport = server(busy);
  const clock = fixedClock(new Date(Date.now() + 1000));
  for (const [index, wait] of mailWaitsMs.entries()) {
    await sendDueMails(opened.stores, transport, { log, clock });
    const nextAttemptAt = new Date(clock.now().getTime() + wait);
    expect(await mails().get(id)).toMatchObject({ status: "waiting", attempts: index + 1, nextAttemptAt });
    clock.advance(wait - 1);
    expect(await sendDueMails(opened.stores, transport, { log, clock })).toBe(0);
    clock.advance(1);
  }
  await sendDueMails(opened.stores, transport, { log, clock });
  expect(transport.got).toHaveLength(6);
  expect(await mails().get(id)).toMatchObject({ status: "failed", attempts: 6, lastError: busy.message });
  // By hand it begins anew.
  await mails().sendAgain(systemActor, id, clock.now());
  expect(await sendDueMails(opened.stores, server(taken), { log, clock })).toBe(1);
});

test("a refused mail is not tried again; addresses that were refused are told", async () => {
  const refused = await enqueue("Refused");
  const transport = server({ kind: "refused", message: "mail.example.com refused it: 550 No such user" }, taken);
  await sendDueMails(opened.stores, transport, { log, clock: fixedClock(new Date(Date.now() + 1000)) });
  expect(await mails().get(refused.id)).toMatchObject({
    status: "failed",
    lastError: "mail.example.com refused it: 550 No such user",
    nextAttemptAt: null,
  });
  const partly = await enqueue("Partly");
  const note = "eve@example.com was refused: 550 No such user";
  await sendDueMails(opened.stores, server({ kind: "taken", refused: note }), {
    log,
    clock: fixedClock(new Date(Date.now() + 1000)),
  });
  expect(await mails().get(partly.id)).toMatchObject({ status: "sent", lastError: note });
});

test("a mail whose worker died is taken over once its lease ran out", async () => {
  const { id } = await enqueue("Orphan");
  const clock = fixedClock(new Date(Date.now() + 1000));
  await mails().claim({ now: clock.now(), leaseMs: 60_000, limit: 5 });
  const transport = server(taken);
  expect(await sendDueMails(opened.stores, transport, { log, clock })).toBe(0);
  clock.advance(60_000);
  expect(await sendDueMails(opened.stores, transport, { log, clock })).toBe(1);
  expect(transport.got).toMatchObject([{ id, attempts: 2 }]);
});

test("a mail that every worker dies of is given up", async () => {
  const { id } = await enqueue("Deadly");
  const clock = fixedClock(new Date(Date.now() + 1000));
  for (let death = 1; death <= 6; death++) {
    expect(await mails().claim({ now: clock.now(), leaseMs: 60_000, limit: 5 })).toMatchObject([
      { id, attempts: death },
    ]);
    clock.advance(60_000);
  }
  const transport = server(taken);
  await sendDueMails(opened.stores, transport, { log, clock });
  expect(transport.got).toEqual([]);
  expect(await mails().get(id)).toMatchObject({ status: "failed", lastError: expect.stringContaining("cut short") });
});

test("the worker sends by itself, and stops between batches", async () => {
  for (let index = 0; index < 3; index++) await enqueue("By itself");
  const transport = server(taken);
  const worker = createMailWorker(opened.stores, transport, log);
  worker.start();
  await expect.poll(() => transport.got.length, { timeout: 5_000 }).toBe(3);
  await worker.stop();
  await enqueue("Too late");
  expect(await sendDueMails(opened.stores, transport, { log, clock: fixedClock(tooFar), goOn: () => false })).toBe(0);
  expect(transport.got).toHaveLength(3);
});
