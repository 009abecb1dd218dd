import { describe, expect, test } from "vitest";
import { systemActor } from "@/lib/core/actor";
import { everything } from "@/lib/core/page";
import type { NewMail } from "@/lib/notices/notice";
import { onEveryDialect } from "./dialects";
import { actor, unique } from "./make";
import { auditCount, auditOf, failure, hostileTexts } from "./make-access";

const minute = 60_000;
const later = (minutes: number) => new Date(Date.now() + minutes * minute);

onEveryDialect("mails", (stores) => {
  const newMail = (overrides: Partial<NewMail> = {}): NewMail => ({
    to: ["annie@example.com"],
    subject: `Mail ${unique()}`,
    text: "Hello",
    source: "test",
    ...overrides,
  });
  const enqueue = (overrides: Partial<NewMail> = {}) => stores().mails.enqueue(newMail(overrides));
  const claim = (now: Date, limit = 100) => stores().mails.claim({ now, leaseMs: minute, limit });
  const found = async (id: string) => {
    const mail = await stores().mails.get(id);
    if (!mail) throw new Error("The mail is gone");
    return mail;
  };
  /** Takes every mail of the tests before out of the way. */
  async function drain() {
    for (const { id, lease } of await claim(later(1000), 1000))
      await stores().mails.settle(id, lease, { status: "failed" }, "");
  }

  test("a mail waits, due at once, whole; lists leave its body out", async () => {
    const input = newMail({
      sender: "Help desk <desk@example.com>",
      to: ["annie@example.com", "Abed <abed@example.com>"],
      cc: ["jeff@example.com"],
      bcc: ["britta@example.com"],
      replyTo: "desk@example.com",
      html: "<p>Hello</p>",
    });
    const mail = await stores().mails.enqueue(input);
    expect(mail).toEqual({
      ...input,
      id: expect.stringMatching(/^mai_/),
      createdAt: expect.any(Date),
      status: "waiting",
      attempts: 0,
      nextAttemptAt: mail.createdAt,
      lastError: null,
      sentAt: null,
    });
    expect(await found(mail.id)).toEqual(mail);
    const { text: _, html: __, ...light } = mail;
    const listed = (q: string) => stores().mails.list({ page: 1, pageSize: 10, q });
    for (const q of [mail.subject, "abed@", "JEFF@", "britta"])
      expect((await listed(q)).items, q).toContainEqual(light);
    expect((await stores().mails.list({ ...everything, status: "sent" })).items).not.toContainEqual(light);
    expect((await stores().mails.counts()).waiting).toBeGreaterThan(0);
    expect(await stores().mails.get("mai_0")).toBeUndefined();
  });

  test.each(hostileTexts)("%j is kept and found", async (text) => {
    const mail = await enqueue({ text, html: text });
    expect(await found(mail.id)).toMatchObject({ text, html: text });
    const { items } = await stores().mails.list({ page: 1, pageSize: 10, q: text });
    expect(items.map(({ id }) => id)).toContain(mail.id);
  });

  test.each([
    ["a line break in an address", { to: ["annie@example.com\r\nBcc: eve@example.com"] }, "to.0"],
    ["a line break in the subject", { subject: "Hello\nBcc: eve@example.com" }, "subject"],
    ["a line break in the sender", { sender: "Desk\r\nX: y <desk@example.com>" }, "sender"],
    ["two addresses in one", { cc: ["a@example.com, b@example.com"] }, "cc.0"],
    ["nobody", { to: [] }, "to"],
    ["half an emoji", { text: "\ud83d" }, "text"],
  ])("%s is refused, and nothing is kept", async (_, overrides, field) => {
    const before = (await stores().mails.counts()).waiting;
    const refused = await failure(enqueue(overrides));
    expect(refused).toMatchObject({ code: "invalid", fields: { [field]: [expect.any(String)] } });
    expect((await stores().mails.counts()).waiting).toBe(before);
  });

  test("a mail is leased once, and again when the lease ran out; who was too late can't settle it", async () => {
    await drain();
    const { id, createdAt } = await enqueue();
    expect(await stores().mails.nextDueAt()).toEqual(createdAt);
    const now = later(1);
    const [first] = await claim(now);
    expect(first).toMatchObject({ id, status: "sending", attempts: 1, lease: expect.any(String) });
    expect(await claim(now)).toEqual([]);
    const over = new Date(now.getTime() + minute);
    const [second] = await claim(over);
    expect(second).toMatchObject({ id, attempts: 2 });
    expect(await stores().mails.settle(id, first?.lease ?? "", { status: "sent", at: over }, null)).toBe(false);
    const nextAt = new Date(over.getTime() + minute);
    expect(await stores().mails.settle(id, second?.lease ?? "", { status: "waiting", nextAt }, "It was busy.")).toBe(
      true,
    );
    expect(await found(id)).toMatchObject({ status: "waiting", nextAttemptAt: nextAt, lastError: "It was busy." });
    expect(await claim(over)).toEqual([]);
    const [third] = await claim(nextAt);
    expect(await stores().mails.settle(id, third?.lease ?? "", { status: "sent", at: nextAt }, null)).toBe(true);
    expect(await found(id)).toMatchObject({ status: "sent", sentAt: nextAt, nextAttemptAt: null, lastError: null });
    expect(await stores().mails.nextDueAt()).toBeNull();
  });

  test("no two callers get the same mail", async () => {
    await drain();
    const ids = await Promise.all(Array.from({ length: 6 }, async () => (await enqueue()).id));
    const now = later(1);
    const got = (await Promise.all([1, 2, 3].map(() => claim(now, 2)))).flat().map(({ id }) => id);
    expect(new Set(got).size).toBe(got.length);
    for (let rest = await claim(now, 2); rest.length > 0; rest = await claim(now, 2))
      got.push(...rest.map(({ id }) => id));
    expect(got.sort()).toEqual(ids.sort());
  });

  describe("by hand", () => {
    test("a waiting mail is cancelled and sent again, each with its audit entry", async () => {
      await drain();
      const { id } = await enqueue();
      const cancelled = await stores().mails.cancel(actor, id, new Date());
      expect(cancelled).toMatchObject({ status: "cancelled", nextAttemptAt: null });
      expect(await found(id)).toEqual(cancelled);
      expect(await claim(later(10))).toEqual([]);
      expect(await failure(stores().mails.cancel(actor, id, new Date()))).toMatchObject({ code: "conflict" });
      const at = new Date();
      const again = await stores().mails.sendAgain(actor, id, at);
      expect(again).toMatchObject({ status: "waiting", attempts: 0, nextAttemptAt: at });
      expect(await found(id)).toEqual(again);
      expect(await claim(later(10))).toMatchObject([{ id, attempts: 1 }]);
      expect(await auditOf(stores(), id)).toEqual(["mail.cancel", "mail.sendAgain"]);
    });

    test("nothing is changed under the hands of a worker, unless it is gone", async () => {
      await drain();
      const { id } = await enqueue();
      const now = later(1);
      const [claimed] = await claim(now);
      for (const change of [stores().mails.cancel, stores().mails.sendAgain])
        expect(await failure(change(actor, id, now))).toMatchObject({ code: "conflict" });
      const over = new Date(now.getTime() + minute);
      await stores().mails.cancel(actor, id, over);
      const sent = await stores().mails.settle(id, claimed?.lease ?? "", { status: "sent", at: over }, null);
      expect([sent, (await found(id)).status]).toEqual([false, "cancelled"]);
    });

    test("an unknown mail is not found, and nothing is recorded", async () => {
      const before = await auditCount(stores());
      for (const change of [stores().mails.cancel, stores().mails.sendAgain])
        expect(await failure(change(systemActor, "mai_0", new Date()))).toMatchObject({ code: "not_found" });
      expect(await auditCount(stores())).toBe(before);
    });
  });
});
