import { expect, test } from "vitest";
import { callWords, mailWords, type TestProgress } from "./test-words";

const progress = (overrides: Partial<TestProgress>): TestProgress => ({
  hasServer: true,
  mail: null,
  call: null,
  ...overrides,
});
const mail = (status: "waiting" | "sending" | "sent" | "failed", lastError: string | null = null, hasServer = true) =>
  mailWords(progress({ hasServer, mail: { status, attempts: 1, lastError } }));
const call = (status: "pending" | "sent" | "failed", error: string | null = null) =>
  callWords(progress({ call: { status, attempts: 1, error } }));

test("nothing wanted is said as such", () => {
  expect(mailWords(progress({}))).toEqual({ meaning: "faint", text: "No mail: no address is saved.", isOver: true });
  expect(callWords(progress({})).text).toBe("No call: no address is saved.");
});

test("a mail that can't go out says why", () => {
  expect(mail("waiting", null, false)).toMatchObject({
    isOver: true,
    text: expect.stringContaining("HOOKDESK_SMTP_URL"),
  });
  expect(mail("waiting", "mail.example.com answered: 451 Busy")).toEqual({
    meaning: "warning",
    text: "The mail is tried again later. mail.example.com answered: 451 Busy.",
    isOver: true,
  });
  expect(mail("failed", "mail.example.com refused it: 550 No").meaning).toBe("danger");
  expect(mail("sent", "a@example.com was refused: 550 No.").text).toBe(
    "The mail server took the mail. a@example.com was refused: 550 No.",
  );
});

test("what is under way is looked at again", () => {
  expect([mail("waiting").isOver, mail("sending").isOver, call("pending").isOver]).toEqual([false, false, false]);
  expect([call("sent").meaning, call("failed", "x").meaning, call("pending", "x").meaning]).toEqual([
    "success",
    "danger",
    "warning",
  ]);
  expect(call("pending", "It answered 500; only 2xx counts as success.").text).toBe(
    "The call is tried again later. It answered 500; only 2xx counts as success.",
  );
});
