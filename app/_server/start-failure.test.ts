import { expect, test } from "vitest";
import { AppError } from "@/lib/core/errors";
import { ConfigError } from "./config";
import { startFailure } from "./start-failure";

const failed = (code: string) => Object.assign(new Error("connect postgres://annie:secret@db"), { code });

test("wrong settings are said as they are and not tried again", () => {
  expect(startFailure(new ConfigError("PORT is wrong."))).toEqual({ message: "PORT is wrong.", exitCode: 78 });
  expect(startFailure(new AppError("conflict", "This key was revoked."))).toEqual({
    message: "This key was revoked.",
    exitCode: 78,
  });
});

test.each([
  ["SQLITE_BUSY", "locked", 1],
  ["SQLITE_BUSY_RECOVERY", "locked", 1],
  ["SQLITE_READONLY_DIRECTORY", "written", 78],
  ["SQLITE_CANTOPEN", "opened", 78],
  ["SQLITE_NOTADB", "no SQLite database", 78],
  ["EACCES", "DATA_DIR", 78],
  ["ECONNREFUSED", "running", 1],
  ["28P01", "password", 78],
  ["3D000", "does not exist", 78],
])("%s", (code, words, exitCode) => {
  const told = startFailure(new Error("outer", { cause: failed(code) }));
  expect(told).toEqual({ message: expect.stringContaining(words), exitCode });
  expect(String(told.message)).not.toContain("secret");
});

test("several refused addresses count as one refusal", () => {
  const error = Object.assign(new AggregateError([failed("ECONNREFUSED")]), { code: "ECONNREFUSED" });
  expect(startFailure(error)).toMatchObject({ exitCode: 1, message: expect.stringContaining("refused") });
});

test("what nobody foresaw is shown whole", () => {
  const error = new TypeError("x is not a function");
  expect(startFailure(error)).toEqual({ message: error, exitCode: 1 });
});
