import { describe, expect, test } from "vitest";
import { everything } from "@/lib/core/page";
import type { NewNotice } from "@/lib/notices/notice";
import { consoleSettingsKey, type NoticeSettings, noticeSettings, noticeSettingsKey } from "@/lib/notices/settings";
import { onEveryDialect } from "./dialects";
import { actor, unique } from "./make";
import { auditOf, failure, hostileTexts, makeAccount } from "./make-access";

const minute = 60_000;

onEveryDialect("notices", (stores) => {
  const set = (settings: Partial<NoticeSettings>) =>
    stores().settings.write(actor, noticeSettingsKey, noticeSettings.parse(settings));

  const newNotice = (overrides: Partial<NewNotice> = {}): NewNotice => ({
    at: new Date(),
    kind: "outage",
    subject: `Partner ${unique()} can’t be reached`,
    text: "partner.example refused the connection.",
    href: "/admin/integration/deliveries",
    webhookId: null,
    ...overrides,
  });
  const write = (overrides: Partial<NewNotice> = {}) => stores().notices.write(actor, newNotice(overrides));
  const found = async (id: string) => {
    const notice = await stores().notices.get(id);
    if (!notice) throw new Error("The notice is gone");
    return notice;
  };

  test("a notice is listed newest first, found by its words and kind, and tells nobody else unless asked to", async () => {
    await set({});
    const older = newNotice({ at: new Date(Date.now() - minute), kind: "recovery" });
    const [first, second] = [await stores().notices.write(actor, older), await write()];
    expect(first).toEqual({ id: expect.stringMatching(/^ntc_/), mailId: null });
    expect(await found(first.id)).toEqual({
      ...older,
      id: first.id,
      postStatus: null,
      postAttempts: 0,
      nextPostAt: null,
      postError: null,
    });
    const { items } = await stores().notices.list(everything);
    const ids = items.map(({ id }) => id);
    expect(ids.indexOf(second.id)).toBeLessThan(ids.indexOf(first.id));
    const named = await stores().notices.list({ page: 1, pageSize: 10, q: older.subject.toUpperCase() });
    expect(named).toMatchObject({ total: 1, items: [{ id: first.id }] });
    const recoveries = await stores().notices.list({ ...everything, kind: "recovery" });
    expect(recoveries.items.every(({ kind }) => kind === "recovery")).toBe(true);
    expect(await auditOf(stores(), first.id)).toEqual(["notice.write"]);
    expect(await stores().notices.get("ntc_0")).toBeUndefined();
  });

  test.each(hostileTexts)("%j is kept in notice and mail", async (text) => {
    await set({ mailTo: ["ops@example.com"] });
    const { id, mailId } = await write({ subject: text, text });
    expect(await found(id)).toMatchObject({ subject: text, text });
    const mail = await stores().mails.get(mailId ?? "");
    expect(mail?.subject).toBe(`Hookdesk: ${text.replaceAll(/[\r\n\t]+/g, " ")}`);
    expect(mail?.text.startsWith(text)).toBe(true);
  });

  test("a character that can't be stored does not keep a notice from being written", async () => {
    await set({ mailTo: ["ops@example.com"], url: "https://ops.example/hook" });
    const { id } = await write({ text: "a\0b", subject: "half \ud83d emoji" });
    expect(await found(id)).toMatchObject({ text: "a\ufffdb", subject: "half \ufffd emoji" });
  });

  test("mail and call are as the settings want them, with a link once it is known where the console is", async () => {
    const mailTo = ["ops@example.com", "desk@example.com"];
    await set({ mailTo, url: "https://ops.example/hook", kinds: ["outage"] });
    await stores().settings.write(actor, consoleSettingsKey, { url: "https://desk.example.com" });
    const outage = await write();
    expect(await found(outage.id)).toMatchObject({ postStatus: "pending", nextPostAt: expect.any(Date) });
    const mail = await stores().mails.get(outage.mailId ?? "");
    expect(mail).toMatchObject({ to: mailTo, source: "notice", status: "waiting", attempts: 0 });
    expect(mail?.text).toContain("https://desk.example.com/admin/integration/deliveries");
    expect(mail?.html).toContain('href="https://desk.example.com/admin/integration/deliveries"');

    const recovery = await write({ kind: "recovery" });
    expect(recovery.mailId).toBeNull();
    expect(await found(recovery.id)).toMatchObject({ postStatus: null, nextPostAt: null });
    const asked = await write({ kind: "test" });
    expect(asked.mailId).not.toBeNull();
    expect(await found(asked.id)).toMatchObject({ postStatus: "pending" });
  });

  test("what has a name of its own is told once, however many ask at once", async () => {
    await set({ mailTo: ["ops@example.com"] });
    const key = `certificate ${unique()}`;
    const before = (await stores().mails.counts()).waiting;
    const asked = await Promise.all([1, 2, 3].map(() => stores().notices.writeOnce(key, newNotice())));
    expect(asked.filter(Boolean)).toHaveLength(1);
    expect(await stores().notices.writeOnce(key, newNotice())).toBe(false);
    expect((await stores().mails.counts()).waiting).toBe(before + 1);
    expect(await stores().notices.writeOnce(`${key} 7`, newNotice())).toBe(true);
  });

  test("settings that can't be read leave the notice in the console", async () => {
    await stores().settings.write(actor, noticeSettingsKey, { mailTo: "nonsense" });
    const { id, mailId } = await write();
    expect(mailId).toBeNull();
    expect(await found(id)).toMatchObject({ postStatus: null });
  });

  describe("seen", () => {
    test("each person has their own mark, which never goes back; what was before the account is not missed", async () => {
      await write();
      const [annie, abed] = [await makeAccount(stores()), await makeAccount(stores())];
      expect(await stores().notices.unseenCount(annie.personId)).toBe(0);
      const later = (minutes: number) => new Date(Date.now() + minutes * minute);
      const [first, second] = [later(10), later(20)];
      await write({ at: first });
      await write({ at: second });
      expect(await stores().notices.unseenCount(annie.personId)).toBe(2);
      await stores().notices.markSeen(annie.personId, first);
      expect(await stores().notices.unseenCount(annie.personId)).toBe(1);
      await stores().notices.markSeen(annie.personId, second);
      await stores().notices.markSeen(annie.personId, first);
      expect(await stores().notices.seenAt(annie.personId)).toEqual(second);
      expect(await stores().notices.unseenCount(annie.personId)).toBe(0);
      expect(await stores().notices.unseenCount(abed.personId)).toBe(2);
    });

    test("who has no account has seen nothing and misses nothing", async () => {
      expect(await stores().notices.seenAt(999_999)).toBeNull();
      expect(await stores().notices.unseenCount(999_999)).toBe(0);
      expect(await failure(stores().notices.markSeen(999_999, new Date()))).toMatchObject({ code: "not_found" });
    });
  });

  describe("calls", () => {
    /** Far apart, so that one test's calls are never due in another. */
    let day = 0;
    async function posted(count = 1) {
      await set({ url: "https://ops.example/hook" });
      day += 1;
      const at = new Date(Date.UTC(2001, 0, day));
      const ids: string[] = [];
      for (let index = 0; index < count; index++) ids.push((await write({ at })).id);
      return { at, ids };
    }
    async function drain() {
      for (const { id, postAttempts } of await stores().notices.claimPosts({
        now: new Date(Date.UTC(2020, 0)),
        leaseMs: minute,
        limit: 1000,
      }))
        await stores().notices.settlePost(id, postAttempts, { status: "sent" }, null);
    }

    test("a call is leased once, and again when the lease ran out; who was too late can't settle it", async () => {
      await drain();
      const { at, ids } = await posted();
      const [id = ""] = ids;
      expect(await stores().notices.nextPostAt()).toEqual(at);
      const claim = (now: Date) => stores().notices.claimPosts({ now, leaseMs: minute, limit: 10 });
      expect(await claim(new Date(at.getTime() - 1))).toEqual([]);
      expect(await claim(at)).toMatchObject([{ id, postAttempts: 1 }]);
      expect(await claim(at)).toEqual([]);
      const over = new Date(at.getTime() + minute);
      expect(await stores().notices.nextPostAt()).toEqual(over);
      expect(await claim(over)).toMatchObject([{ id, postAttempts: 2 }]);
      expect(await stores().notices.settlePost(id, 1, { status: "sent" }, null)).toBe(false);
      const nextAt = new Date(over.getTime() + minute);
      expect(await stores().notices.settlePost(id, 2, { status: "pending", nextAt }, "It answered 500.")).toBe(true);
      expect(await found(id)).toMatchObject({
        postStatus: "pending",
        nextPostAt: nextAt,
        postError: "It answered 500.",
      });
      await claim(nextAt);
      expect(await stores().notices.settlePost(id, 3, { status: "sent" }, null)).toBe(true);
      expect(await found(id)).toMatchObject({ postStatus: "sent", nextPostAt: null, postError: null, postAttempts: 3 });
    });

    test("no two callers get the same one, and none gets more than asked for", async () => {
      await drain();
      const { at, ids } = await posted(6);
      const claims = await Promise.all(
        [1, 2, 3].map(() => stores().notices.claimPosts({ now: at, leaseMs: minute, limit: 2 })),
      );
      const got = claims.flat().map(({ id }) => id);
      expect(new Set(got).size).toBe(got.length);
      expect(claims.every((claim) => claim.length <= 2)).toBe(true);
      for (let rest = await stores().notices.claimPosts({ now: at, leaseMs: minute, limit: 2 }); rest.length > 0; ) {
        got.push(...rest.map(({ id }) => id));
        rest = await stores().notices.claimPosts({ now: at, leaseMs: minute, limit: 2 });
      }
      expect(got.sort()).toEqual(ids.sort());
    });
  });
});
