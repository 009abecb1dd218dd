import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openWriter } from "./connection";

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
