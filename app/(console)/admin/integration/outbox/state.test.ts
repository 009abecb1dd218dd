import { expect, test } from "vitest";
import { describeMail, mayCancel, maySendAgain, sendAgainLabel } from "./state";

const at = new Date("2026-11-21T10:00:00Z");
const mail = { status: "waiting" as const, attempts: 0, nextAttemptAt: at, sentAt: null, lastError: null };

test("a mail says where it stands and why", () => {
  expect(describeMail(mail, false).text).toBe("It waits. No mail server is set: HOOKDESK_SMTP_URL.");
  expect(describeMail(mail, true)).toEqual({ text: "It is sent as soon as a worker is free." });
  expect(describeMail({ ...mail, attempts: 2 }, true)).toEqual({ text: "Attempt 3 of 6 is made", at });
  expect(describeMail({ ...mail, status: "sending" }, true).text).toMatch(/being handed/);
  expect(describeMail({ ...mail, status: "sent", sentAt: at }, true)).toEqual({ text: "The mail server took it", at });
  expect(describeMail({ ...mail, status: "sent", sentAt: at, lastError: "x" }, true).text).toMatch(/some addresses$/);
  expect(describeMail({ ...mail, status: "failed", attempts: 1 }, true).text).toBe("Given up after 1 attempt.");
  expect(describeMail({ ...mail, status: "cancelled" }, true).text).toBe("Cancelled before it was sent.");
  expect(describeMail({ ...mail, status: "cancelled", attempts: 2 }, true).text).toBe("Cancelled after 2 attempts.");
});

test("only what waits is cancelled; nothing is sent while it is being sent", () => {
  expect(
    (["waiting", "sending", "sent", "failed", "cancelled"] as const).filter((status) => mayCancel({ status })),
  ).toEqual(["waiting"]);
  expect(maySendAgain({ status: "sending", attempts: 1 })).toBe(false);
  expect(maySendAgain({ status: "waiting", attempts: 0 })).toBe(false);
  expect(maySendAgain({ status: "waiting", attempts: 1 })).toBe(true);
  expect(maySendAgain({ status: "failed", attempts: 1 })).toBe(true);
  expect([sendAgainLabel({ status: "waiting" }), sendAgainLabel({ status: "sent" })]).toEqual([
    "Send now",
    "Send again",
  ]);
});
