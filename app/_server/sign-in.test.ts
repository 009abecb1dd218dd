import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestStores, type TestStores } from "@/db/testing";
import { hashPassword } from "./passwords";
import { callerOf, checkSignIn } from "./sign-in";

let opened: TestStores;
const right = { email: "annie@example.test", password: "correct horse battery" };

beforeAll(async () => {
  opened = await openTestStores();
  const passwordHash = await hashPassword(right.password);
  await opened.stores.accounts.createFirst({
    firstName: "Annie",
    lastName: "Edison",
    email: right.email,
    passwordHash,
  });
});
afterAll(() => opened.remove());

const tryIt = (attempt: { email: string; password: string }, address = "192.0.2.1") =>
  checkSignIn(opened, { ...attempt, address });

test("address case does not matter, the password does", async () => {
  expect(await tryIt({ ...right, email: "Annie@Example.test" })).toBeTypeOf("number");
  await expect(tryIt({ ...right, password: "Correct horse battery" })).rejects.toThrow("wrong");
});

test("a wrong password and an unknown address get the same answer", async () => {
  const messages = await Promise.all(
    [right.email, "nobody@example.test"].map((email) =>
      tryIt({ email, password: "wrong" }, "192.0.2.2").then(
        () => "signed in",
        (error: Error) => error.message,
      ),
    ),
  );
  expect(messages[0]).toBe(messages[1]);
});

test("five failures stop that account from that address only", async () => {
  for (let attempt = 0; attempt < 5; attempt++)
    await expect(tryIt({ ...right, password: "wrong" }, "192.0.2.3")).rejects.toThrow("wrong");
  await expect(tryIt(right, "192.0.2.3")).rejects.toMatchObject({ code: "limit" });
  expect(await tryIt(right, "192.0.2.4")).toBeTypeOf("number");
});

test("no spelling of an address gets more tries", async () => {
  const spellings = [
    right.email,
    "ANNIE@example.test",
    " annie@example.test\t",
    "an\0nie@example.test",
    "\0 annie@example.test",
  ];
  for (const email of spellings)
    await expect(tryIt({ email, password: "wrong" }, "192.0.2.5")).rejects.toThrow("wrong");
  await expect(tryIt({ ...right, email: "annie@example\0.test" }, "192.0.2.5")).rejects.toMatchObject({
    code: "limit",
  });
});

test("an IPv6 network counts as one caller, an IPv4 address in either spelling as the same", () => {
  expect(callerOf("2001:db8:1:2::1")).toBe(callerOf("2001:db8:1:2:ffff::9"));
  expect(callerOf("2001:db8:1:2::1")).not.toBe(callerOf("2001:db8:1:3::1"));
  expect(callerOf("::ffff:192.0.2.7")).toBe(callerOf("192.0.2.7"));
  expect(callerOf("fe80::1%eth0")).toBe(callerOf("fe80::2"));
  expect(callerOf("")).toBe("");
});
