import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { unpack } from "./body";

const megabyte = 1024 * 1024;
const refused = (body: Buffer, encoding: string) =>
  unpack(body, encoding, "partner.test", megabyte).then(
    (plain) => new Error(`unpacked ${plain.length} bytes`),
    (error: unknown) => error,
  );

describe("bombs", () => {
  const zeros = Buffer.alloc(16 * megabyte);
  // Members one after another are one gzip file: 1 MB that means 1 GB.
  const gigabyte = Buffer.concat(Array.from({ length: 64 }, () => gzipSync(zeros)));

  test.each([
    ["gzip", gigabyte],
    ["deflate", deflateSync(zeros)],
    ["deflate", deflateRawSync(zeros)],
    ["br", brotliCompressSync(zeros)],
  ])("%s: given up at the limit, without the memory it asks for", async (encoding, bomb) => {
    expect(bomb.length).toBeLessThan(1.1 * megabyte);
    const before = process.memoryUsage();
    const error = await refused(bomb, encoding);
    const after = process.memoryUsage();
    expect(error).toMatchObject({ kind: "too_large", message: expect.stringMatching(/unpacks from \d+ to more than/) });
    expect(after.rss - before.rss).toBeLessThan(32 * megabyte);
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(8 * megabyte);
  });
});

describe("what is read", () => {
  test("gzip of several members", async () => {
    const members = Buffer.concat([gzipSync("one "), gzipSync("two "), gzipSync("three")]);
    expect((await unpack(members, "gzip", "partner.test", megabyte)).toString()).toBe("one two three");
  });

  test("exactly the limit, and 200 times its size", async () => {
    for (const pack of [gzipSync, deflateSync, deflateRawSync])
      for (const size of [64 * 1024, 64 * 1024 - 1]) {
        const encoding = pack === gzipSync ? "gzip" : "deflate";
        expect((await unpack(pack(Buffer.alloc(size)), encoding, "partner.test", 64 * 1024)).length).toBe(size);
      }
    const text = Buffer.from(Array.from({ length: 60_000 }, (_, i) => `line ${i}\n`).join(""));
    expect((await unpack(gzipSync(text), "gzip", "partner.test", megabyte)).equals(text)).toBe(true);
  });

  test("empty bodies and identity", async () => {
    expect(await unpack(Buffer.alloc(0), "gzip", "partner.test", 10)).toHaveLength(0);
    expect((await unpack(Buffer.from("ok"), " identity ,", "partner.test", 10)).toString()).toBe("ok");
  });
});

describe("what is refused", () => {
  test.each(["gzip, gzip", "gzip,br", "deflate, gzip", "zstd", "compress", "constructor"])("%s", async (encoding) => {
    expect(await refused(gzipSync(gzipSync("x")), encoding)).toMatchObject({
      kind: "protocol",
      message: expect.stringContaining("content-encoding that is not read here"),
    });
  });

  test.each([
    ["gzip", gzipSync("hello hello").subarray(0, 20)],
    ["br", brotliCompressSync("hello hello".repeat(99)).subarray(0, 8)],
    ["deflate", Buffer.from("plain text")],
  ])("damaged %s", async (encoding, body) => {
    expect(await refused(body, encoding)).toMatchObject({
      kind: "protocol",
      message: expect.stringMatching(/not valid/),
    });
  });
});
