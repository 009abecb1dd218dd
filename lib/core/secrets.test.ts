import { expect, test } from "vitest";
import { mask, redact } from "./secrets";

const secret = `p"ss \\w\u00f6rd&/1 'x'`;
const php = `p\\"ss \\\\w\\u00f6rd&\\/1 'x'`;

test.each([
  ["as it is", secret],
  ["JSON", JSON.stringify(secret).slice(1, -1)],
  ["JSON as PHP writes it", php],
  ["a URL", encodeURIComponent(secret)],
  ["a form", new URLSearchParams({ a: secret }).toString().slice(2)],
  ["HTML", "p&quot;ss \\w\u00f6rd&amp;/1 &#39;x&#39;"],
  ["base64", Buffer.from(secret).toString("base64")],
])("masked when written in %s", (_, written) => {
  expect(redact(`a${written}b${written}c`, [secret])).toBe(`a${mask}b${mask}c`);
});

test("an encoded header with slashes is masked in PHP's JSON too", () => {
  expect(redact('{"auth":"Basic YW5u\\/W+=="}', ["YW5u/W+=="])).toBe(`{"auth":"Basic ${mask}"}`);
});

test("short secrets are masked, the empty one is not", () => {
  expect(redact("abc", ["b", ""])).toBe(`a${mask}c`);
  expect(redact("abc", [])).toBe("abc");
});

test("half an emoji and replacement patterns do no harm", () => {
  expect(redact("x$&y\ud83dz", ["$&", "\ud83d"])).toBe(`x${mask}y${mask}z`);
});
