import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { connect, openWriter } from "./connection";

test("timers get their turn while many writes wait", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hookdesk-writer-"));
  const writer = openWriter(join(folder, "x.db"));
  writer.raw.exec("CREATE TABLE t (n integer)");
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  const busy = () => {
    const until = performance.now() + 1;
    while (performance.now() < until);
  };
  const writes = Array.from({ length: 200 }, (_, n) =>
    writer.exclusive(() => {
      busy();
      writer.raw.prepare("INSERT INTO t VALUES (?)").run(n);
    }),
  );
  await Promise.all(writes);
  clearInterval(timer);
  expect(ticks).toBeGreaterThanOrEqual(5);
  expect(writer.raw.prepare("SELECT n FROM t ORDER BY rowid").pluck().all()).toEqual([...Array(200).keys()]);
  await writer.close();
  rmSync(folder, { recursive: true });
});

test("writes that wait share a commit, and one that fails is undone alone", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hookdesk-writer-"));
  const writer = openWriter(join(folder, "x.db"));
  writer.raw.exec("CREATE TABLE t (n integer)");
  const commits: number[] = [];
  const exec = writer.raw.exec.bind(writer.raw);
  writer.raw.exec = (sql) => {
    if (sql === "COMMIT") commits.push(1);
    return exec(sql);
  };
  const insert = (n: number) =>
    writer.exclusive(async () => {
      writer.raw.prepare("INSERT INTO t VALUES (?)").run(n);
      await Promise.resolve();
      if (n % 3 === 0) throw new Error(`no ${n}`);
      return n;
    });
  const ends = await Promise.allSettled([0, 1, 2, 3, 4].map(insert));
  expect(ends.map((end) => (end.status === "fulfilled" ? end.value : String(end.reason)))).toEqual([
    "Error: no 0",
    1,
    2,
    "Error: no 3",
    4,
  ]);
  expect(writer.raw.prepare("SELECT n FROM t ORDER BY rowid").pluck().all()).toEqual([1, 2, 4]);
  expect(commits).toHaveLength(1);
  // Who is refused can read what was in the way.
  const other = connect(join(folder, "x.db"));
  const first = insert(5);
  const seen = insert(6).catch(() => other.prepare("SELECT max(n) FROM t").pluck().get());
  expect([await first, await seen]).toEqual([5, 5]);
  other.close();
  await writer.close();
  rmSync(folder, { recursive: true });
});

test("a commit that fails fails all who share it, and the next ones go on", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hookdesk-writer-"));
  const writer = openWriter(join(folder, "x.db"));
  writer.raw.exec(
    "CREATE TABLE p (n integer PRIMARY KEY); CREATE TABLE t (n REFERENCES p DEFERRABLE INITIALLY DEFERRED)",
  );
  const insert = (n: number) => writer.exclusive(() => void writer.raw.prepare("INSERT INTO t VALUES (?)").run(n));
  const ends = await Promise.allSettled([insert(1), insert(2)]);
  expect(ends.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  await writer.exclusive(() => void writer.raw.prepare("INSERT INTO p VALUES (7)").run());
  await insert(7);
  expect(writer.raw.prepare("SELECT n FROM t").pluck().all()).toEqual([7]);
  await writer.close();
  rmSync(folder, { recursive: true });
});
