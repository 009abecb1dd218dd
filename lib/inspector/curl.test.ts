import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { quote, toCurl } from "./curl";

/** Runs a command in a real shell with curl replaced by something that tells its arguments and standard input. */
function run(command: string): { args: string[]; input: Buffer } {
  const script = `curl() { for word; do printf '%s\\0' "$word"; done; printf '\\0\\0'; case "$*" in *"@-"*) cat;; esac; }\n${command}`;
  const out = execFileSync("sh", ["-c", script]);
  const end = out.indexOf("\0\0\0");
  return { args: out.subarray(0, end).toString("utf8").split("\0"), input: out.subarray(end + 3) };
}

const after = (args: string[], option: string) => args.flatMap((word, at) => (word === option ? [args[at + 1]] : []));
const plain = {
  method: "POST",
  headers: [["Content-Type", "text/plain"]] as [string, string][],
  bodyEncoding: "utf8" as const,
};

test("a shell reads back any quoted text", () => {
  const text = fc
    .string({ unit: "grapheme", maxLength: 60 })
    .filter((value) => !value.includes("\0") && value.isWellFormed());
  const parsed = (word: string) => execFileSync("sh", ["-c", `printf %s ${word}`]).toString("utf8");
  fc.assert(
    fc.property(text, (value) => {
      expect(parsed(quote(value))).toBe(value);
    }),
    { numRuns: 60, examples: [["'"], ["''\\''"], ["$(id) `id` !x \\n"], ["a\r\nb\n"], ["-H 'x'"]] },
  );
});

test("method, headers, body and URL arrive as they were captured", () => {
  const words = fc.string({
    unit: fc.constantFrom("a", "'", '"', "\\", "\n", "$", "`", "@", " ", "é", "-H ", "*"),
    maxLength: 20,
  });
  fc.assert(
    fc.property(words, (body) => {
      const { args } = run(toCurl({ ...plain, body: `@${body}` }, "http://localhost/inspect/bin_1/a?x='y'"));
      expect(after(args, "-X")).toEqual(["POST"]);
      expect(after(args, "--data-raw")).toEqual([`@${body}`]);
      expect(args.at(-1)).toBe("http://localhost/inspect/bin_1/a?x='y'");
    }),
    { numRuns: 40 },
  );
});

describe("bodies that are no text", () => {
  test("go through base64, byte for byte", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (bytes) => {
        const body = Buffer.from(bytes).toString("base64");
        const { args, input } = run(toCurl({ ...plain, body, bodyEncoding: "base64" }, "http://localhost/"));
        expect(after(args, "--data-binary")).toEqual(["@-"]);
        expect(input.equals(Buffer.from(bytes))).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  test("so does text with NUL", () => {
    const { input } = run(toCurl({ ...plain, body: "a\0é" }, "http://localhost/"));
    expect(input.toString("utf8")).toBe("a\0é");
  });
});

test("curl neither adds nor rewrites anything", () => {
  const headers: [string, string][] = [
    ["Host", "localhost"],
    ["X-Two", "1"],
    ["x-two", "2"],
    ["X-Empty", ""],
    ["X-Name", "JosÃ©"],
    ["Content-Length", "2"],
  ];
  const { args } = run(
    toCurl({ method: "PUT", headers, body: "{}", bodyEncoding: "utf8" }, "http://localhost/a[1]/../b"),
  );
  expect(after(args, "-H")).toEqual([
    "X-Two: 1",
    "x-two: 2",
    "X-Empty;",
    "X-Name: José",
    "Accept:",
    "User-Agent:",
    "Content-Type:",
  ]);
  expect(args).toEqual(expect.arrayContaining(["--globoff", "--path-as-is"]));
});

test("a simple request reads as a person would write it", () => {
  expect(
    toCurl(
      {
        ...plain,
        headers: [
          ["Accept", "*/*"],
          ["User-Agent", "x"],
          ["Content-Type", "application/json"],
        ],
        body: '{"a":1}',
      },
      "http://localhost/inspect/bin_1",
    ),
  ).toBe(
    [
      "curl",
      "-X 'POST'",
      "-H 'Accept: */*'",
      "-H 'User-Agent: x'",
      "-H 'Content-Type: application/json'",
      `--data-raw '{"a":1}'`,
      "'http://localhost/inspect/bin_1'",
    ].join(" \\\n  "),
  );
  expect(
    toCurl(
      {
        method: "HEAD",
        headers: [
          ["accept", "*/*"],
          ["user-agent", "x"],
        ],
        body: "",
        bodyEncoding: "utf8",
      },
      "http://localhost/",
    ),
  ).not.toContain("-X");
});
