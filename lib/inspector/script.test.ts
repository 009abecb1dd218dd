import { describe, expect, test } from "vitest";
import { type BinResponse, binResponse, defaultBinResponse } from "./bin";
import { passes, unauthorized } from "./challenge";
import { nextIndex, presets, repliesOf, replyAt, replyWith } from "./script";

const sequence = (afterLast: "stay" | "repeat"): BinResponse => ({
  ...replyWith(500),
  followedBy: [replyWith(503), replyWith(200)],
  afterLast,
});
const statuses = (response: BinResponse) =>
  [0, 1, 2, 3, 4].map((given) => replyAt(response, nextIndex(response, given)).status);

test("a sequence stays on the last reply or starts over", () => {
  expect(statuses(sequence("stay"))).toEqual([500, 503, 200, 200, 200]);
  expect(statuses(sequence("repeat"))).toEqual([500, 503, 200, 500, 503]);
  expect(statuses(defaultBinResponse)).toEqual([200, 200, 200, 200, 200]);
});

test("an index beyond a script that was shortened meanwhile gives its last reply", () => {
  expect(replyAt(sequence("stay"), 9).status).toBe(200);
  expect(replyAt(defaultBinResponse, 3)).toBe(defaultBinResponse);
});

test("the replies in order, without what belongs to the script", () => {
  expect(repliesOf(sequence("repeat"))).toEqual([replyWith(500), replyWith(503), replyWith(200)]);
});

test("presets and the old single reply are valid", () => {
  for (const { replies } of presets) {
    const [first, ...followedBy] = replies;
    expect(binResponse.safeParse({ ...first, followedBy }).error).toBeUndefined();
  }
  expect(binResponse.parse({ status: 503 })).toEqual({ status: 503, headers: [], body: "", delayMs: 0 });
});

test("limits: replies, all bodies together, faults by name", () => {
  const reply = replyWith(200);
  const errors = (value: unknown) => binResponse.safeParse(value).error?.issues.map(({ path }) => path.join("."));
  expect(errors({ ...reply, followedBy: Array(20).fill(reply) })).toEqual(["followedBy"]);
  expect(errors({ ...reply, followedBy: Array(2).fill({ ...reply, body: "x".repeat(600_000) }) })).toEqual(["body"]);
  expect(errors({ ...reply, fault: "explode" })).toEqual(["fault"]);
  expect(errors({ ...reply, challenge: { kind: "basic", user: "a:b", password: "" } })).toEqual(["challenge.user"]);
});

describe("challenge", () => {
  const basic = { kind: "basic", user: "Ann", password: "p:ä" } as const;
  const encode = (text: string) => Buffer.from(text).toString("base64");

  test.each([
    [`Basic ${encode("Ann:p:ä")}`, true],
    [`basic  ${encode("Ann:p:ä")} `, true],
    [`Basic ${encode("Ann:wrong")}`, false],
    [`Bearer ${encode("Ann:p:ä")}`, false],
    ["Basic =", false],
    [undefined, false],
  ])("%s: %s", (header, expected) => {
    expect(passes(basic, header)).toBe(expected);
  });

  test("says how to ask", () => {
    const header = (asked?: string) =>
      unauthorized(asked).headers.find(({ name }) => name === "www-authenticate")?.value;
    expect(header()).toMatch(/^Basic realm=/);
    expect(header("NTLM")).toBe("NTLM");
  });
});
