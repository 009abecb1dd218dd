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

const token = "eyJ+a/b=_c'1&ü";
test.each([
  ["JSON as .NET writes it", "eyJ\\u002Ba/b=_c\\u00271\\u0026\\u00FC"],
  ["JSON with every slash and unit escaped", "eyJ\\u002ba\\/b\\u003d_c\\u00271\\u0026\u00fc"],
  ["a URL in lower case", "eyJ%2ba%2fb%3d_c%271%26%c3%bc"],
  ["HTML with numbers", "eyJ&#43;a&#x2F;b&#x3d;_c&#039;1&amp;&#252;"],
  ["XML", "eyJ+a/b=_c&apos;1&amp;ü"],
])("masked when only partly escaped: %s", (_, written) => {
  expect(redact(`a${written}b${written}c`, [token])).toBe(`a${mask}b${mask}c`);
});

test("a large reply full of escapes is masked in no time", () => {
  const text = "\\u002B%2b&amp;ab/".repeat(300_000);
  const before = performance.now();
  expect(redact(`${text}p%2bq`, ["p+q", `${"p/".repeat(1000)}p+q`])).toBe(`${text}${mask}`);
  expect(performance.now() - before).toBeLessThan(1_500);
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
