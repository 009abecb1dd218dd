import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { matchesLock } from "./install.mjs";
import { withLock } from "./lock.mjs";
import { countCheck, countPlaywright, countVitest, summaryOf } from "./reports.mjs";
import { isStamped, packagesHash, removeStamp, sourcesHash, writeStamp } from "./stamp.mjs";

let root: string;
const write = (file: string, text: string) => {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
  return join(root, file);
};
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "hookdesk-setup-"));
  write("package.json", JSON.stringify({ dependencies: { next: "16.4.5" }, scripts: { start: "node a" } }));
  write("package-lock.json", "{}");
  write("app/page.tsx", "one");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("what asks for an installation", () => {
  test("another dependency, lock or Node does; another script does not", () => {
    const before = packagesHash(root);
    write("package.json", JSON.stringify({ dependencies: { next: "16.4.5" }, scripts: { start: "node b" } }));
    expect(packagesHash(root)).toBe(before);
    write("package.json", JSON.stringify({ dependencies: { next: "16.4.6" } }));
    const upgraded = packagesHash(root);
    expect(upgraded).not.toBe(before);
    write("package-lock.json", '{"changed":true}');
    expect(packagesHash(root)).not.toBe(upgraded);
    expect(packagesHash(root, ["127", "linux", "x64"])).not.toBe(packagesHash(root, ["115", "linux", "x64"]));
  });

  const lock = {
    packages: {
      "": { dependencies: { next: "16.4.5" } },
      "node_modules/next": { version: "16.4.5" },
      "node_modules/@next/swc-darwin-arm64": { version: "16.4.5", optional: true },
    },
  };
  const manifest = { dependencies: { next: "16.4.5" } };
  const installed = (packages: Record<string, { version: string }>) => ({ packages });

  test("what npm installed earlier counts, without the packages of other platforms", () => {
    expect(matchesLock(manifest, lock, installed({ "node_modules/next": { version: "16.4.5" } }))).toBe(true);
    expect(matchesLock(manifest, lock, installed({ "node_modules/next": { version: "16.4.4" } }))).toBe(false);
    expect(matchesLock(manifest, lock, installed({}))).toBe(false);
    expect(matchesLock(manifest, lock, undefined)).toBe(false);
    expect(matchesLock(manifest, undefined, installed({}))).toBe(false);
  });

  test("a dependency that the lock does not know is not installed", () => {
    const more = { dependencies: { next: "16.4.5", zod: "4.6.7" } };
    expect(matchesLock(more, lock, installed({ "node_modules/next": { version: "16.4.5" } }))).toBe(false);
  });
});

describe("what asks for a build", () => {
  test("a changed, added, renamed or removed source does", () => {
    const seen = new Set([sourcesHash(root)]);
    write("app/page.tsx", "two");
    seen.add(sourcesHash(root));
    const added = write("lib/core/clock.ts", "x");
    seen.add(sourcesHash(root));
    rmSync(added);
    write("lib/core/time.ts", "x");
    seen.add(sourcesHash(root));
    write("next.config.ts", "x");
    seen.add(sourcesHash(root));
    expect(seen.size).toBe(5);
  });

  test("tests and documents do not", () => {
    const before = sourcesHash(root);
    write("app/page.test.tsx", "x");
    write("db/contract/webhooks.ts", "x");
    write("README.md", "x");
    expect(sourcesHash(root)).toBe(before);
  });

  test("a stamp holds for one hash until it is removed", () => {
    const file = join(root, ".next/stamp");
    expect(isStamped(file, "a")).toBe(false);
    writeStamp(file, "a");
    expect(isStamped(file, "a")).toBe(true);
    expect(isStamped(file, "b")).toBe(false);
    removeStamp(file);
    expect(isStamped(file, "a")).toBe(false);
  });
});

describe("two set-ups at once", () => {
  const quick = { pauseMs: 5, say: () => {} };

  test("the second waits for the first, which frees the lock even when it fails", async () => {
    const file = join(root, "lock");
    const order: string[] = [];
    const slow = withLock(
      file,
      async () => {
        await new Promise((resolve) => setTimeout(resolve, 60));
        order.push("first");
        throw new Error("no network");
      },
      quick,
    );
    const second = withLock(file, async () => order.push("second"), quick);
    await expect(slow).rejects.toThrow("no network");
    await second;
    expect(order).toEqual(["first", "second"]);
    expect(existsSync(file)).toBe(false);
  });

  test("the lock of a process that is gone is taken over", async () => {
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    const file = write("lock", String(pid));
    await withLock(file, async () => expect(readFileSync(file, "utf8")).toBe(String(process.pid)), quick);
    expect(existsSync(file)).toBe(false);
  });
});

describe("the summary line", () => {
  const vitest = (parts: object) =>
    write(
      "vitest.json",
      JSON.stringify({
        numPassedTests: 4,
        numFailedTests: 0,
        numPendingTests: 0,
        numTodoTests: 0,
        testResults: [],
        ...parts,
      }),
    );
  const playwright = (stats: object, errors: object[] = []) =>
    write(
      "playwright.json",
      JSON.stringify({ errors, stats: { expected: 2, flaky: 0, unexpected: 0, skipped: 0, ...stats } }),
    );

  test("adds everything up and mentions skipped tests only when there are any", () => {
    const steps = [countCheck(0), countVitest(vitest({}), 0), countPlaywright(playwright({ flaky: 1 }), 0)];
    expect(summaryOf(steps)).toBe("8 passed, 0 failed");
    const worse = [countCheck(1), countVitest(vitest({ numPendingTests: 1, numTodoTests: 1, numFailedTests: 3 }), 1)];
    expect(summaryOf(worse)).toBe("4 passed, 4 failed, 2 skipped");
  });

  test("a file that did not load, an error outside a test and a missing report are failures", () => {
    expect(countVitest(vitest({ testResults: [{ status: "failed", assertionResults: [] }] }), 1).failed).toBe(1);
    expect(countVitest(vitest({}), 1).failed).toBe(1);
    expect(countPlaywright(playwright({}), 1).failed).toBe(1);
    expect(countPlaywright(join(root, "nothing.json"), 1).failed).toBe(1);
    expect(countVitest(join(root, "nothing.json"), 0).failed).toBe(1);
  });
});
