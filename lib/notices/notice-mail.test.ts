import { expect, test } from "vitest";
import { checkMail } from "./new-mail";
import type { NewNotice } from "./notice";
import { mailOf } from "./notice-mail";
import { isWanted, noticeSettings, readConsoleUrl, readNoticeSettings } from "./settings";

const notice: NewNotice = {
  at: new Date("2026-11-21T10:00:00Z"),
  kind: "outage",
  subject: "“Order\r\nBcc: eve@example.com” can’t be reached",
  text: 'partner.example said <no> & "never".\nIt is tried again.',
  href: "/admin/integration/deliveries?status=failed&webhookId=whk_1",
  webhookId: "whk_1",
};
const settings = noticeSettings.parse({ mailTo: ["ops@example.com"] });

test("a notice's mail is plain and safe as text and as HTML", () => {
  const mail = mailOf(notice, settings, "https://desk.example.com");
  expect(mail?.subject).toBe("Hookdesk: “Order Bcc: eve@example.com” can’t be reached");
  expect(mail?.text).toContain(
    "See it in Hookdesk: https://desk.example.com/admin/integration/deliveries?status=failed&",
  );
  expect(mail?.html).toContain("said &lt;no&gt; &amp; &quot;never&quot;.<br>It is tried again.");
  expect(mail?.html).toContain("status=failed&amp;webhookId=whk_1");
  expect(mail && checkMail(mail)).toMatchObject({ to: ["ops@example.com"], source: "notice" });
  expect(mailOf(notice, settings)?.text).not.toContain("See it");
  const long = mailOf({ ...notice, subject: "🎫".repeat(300) }, settings);
  expect(long && checkMail(long).subject.length).toBeLessThanOrEqual(200);
});

test("who asked for no mail, or not for this kind, gets none", () => {
  expect(mailOf(notice, noticeSettings.parse({}))).toBeUndefined();
  expect(mailOf(notice, { ...settings, kinds: ["recovery"] })).toBeUndefined();
  expect(isWanted({ ...settings, kinds: [] }, "test")).toBe(true);
});

test("stored settings that can't be read count as never set", () => {
  expect(readNoticeSettings(undefined)).toEqual({
    mailTo: [],
    url: "",
    connectionId: null,
    kinds: ["outage", "recovery", "certificate", "job"],
  });
  expect(readNoticeSettings({ mailTo: 3 })).toEqual(readNoticeSettings(undefined));
  expect(readConsoleUrl({ url: "https://desk.example.com" })).toBe("https://desk.example.com");
  expect(readConsoleUrl(undefined)).toBeUndefined();
});

test("the address to call is an http address", () => {
  for (const url of ["ftp://x.example", "ops.example", "https://"])
    expect(noticeSettings.safeParse({ url }).success, url).toBe(false);
});
