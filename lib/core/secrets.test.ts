import fc from "fast-check";
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

test("secrets that touch or overlap, and escapes around them", () => {
  expect(redact("%26a%2bb&#43;ca%2bb%26", ["a+b", "b+c"])).toBe(`%26${mask}${mask}%26`);
  expect(redact("a%2bb%2bc&#43;d|", ["a+b+c", "b+c+d"])).toBe(`${mask}|`);
  expect(redact("\\u0041%41%zz&nope;&#99999999;", ["p+q"])).toBe("\\u0041%41%zz&nope;&#99999999;");
});

test("whatever is escaped: masked, and the rest stays as it is", () => {
  const ways = [
    (char: string) => char,
    (char: string) => [...char].map((one) => `&#${one.codePointAt(0)};`).join(""),
    (char: string) => `&#x${char.codePointAt(0)?.toString(16)};`,
    (char: string) => encodeURIComponent(char).replaceAll(/%../g, (byte) => byte.toLowerCase()),
    (char: string) =>
      char
        .split("")
        .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0").toUpperCase()}`)
        .join(""),
  ];
  const secret = fc.string({ unit: fc.constantFrom(..."abX1+/=&'\"<ü🎫".split(/(?:)/u)), minLength: 6, maxLength: 12 });
  const surrounding = fc.string({ unit: fc.constantFrom(..."xyz \n{}[]%2d\\u002d&#45;".split("")) });
  fc.assert(
    fc.property(secret, surrounding, surrounding, fc.array(fc.nat(4), { minLength: 12, maxLength: 12 }), (...given) => {
      const [hidden, before, after, choice] = given;
      const written = [...hidden].map((char, at) => ways[choice[at] ?? 0]?.(char)).join("");
      // What stands before it may not make another escape of its first character.
      expect(redact(`${before}|${written}|${after}`, [hidden])).toBe(`${before}|${mask}|${after}`);
    }),
  );
});

test("a large reply full of escapes, or of almost the secret, takes no time", () => {
  const escapes = "\\u002B%2b&amp;ab/".repeat(300_000);
  const secret = "aB+/=".repeat(200);
  const before = performance.now();
  expect(redact(`${escapes}p%2bq`, ["p+q", `${"p/".repeat(1000)}p+q`])).toBe(`${escapes}${mask}`);
  const almost = `${secret.slice(0, 900)}\\u0041`.repeat(5_000);
  expect(redact(almost, [secret])).toBe(almost);
  expect(performance.now() - before).toBeLessThan(5_000);
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
