import { expect, test } from "vitest";
import { isDatabasesFault } from "./database-fault";

const coded = (code: string) => Object.assign(new Error("said the database"), { code });

test.each([
  ["SQLITE_FULL", true],
  ["SQLITE_BUSY_SNAPSHOT", true],
  ["SQLITE_IOERR_WRITE", true],
  ["53100", true],
  ["57P01", true],
  ["SQLITE_CONSTRAINT_FOREIGNKEY", false],
  ["22P05", false],
])("%s is the database's own fault: %s", (code, expected) => {
  expect(isDatabasesFault(coded(code))).toBe(expected);
  expect(isDatabasesFault(new Error("Failed query", { cause: coded(code) }))).toBe(expected);
});

test("what has no code may be about what was to be written", () => {
  expect(isDatabasesFault(new Error("too long"))).toBe(false);
  expect(isDatabasesFault(undefined)).toBe(false);
});
