import { describe, expect, test } from "vitest";
import { hasWords, queryWords, searchLimits, searchWords } from "./search-words";

describe("words of a delivery", () => {
  test.each([
    ["Printer is ON fire, printer!", ["printer", "is", "on", "fire"]],
    ["annie.smith@example.com", ["annie", "smith", "example", "com"]],
    ["https://api.partner.example/v2/tickets?no=7", ["https", "api", "partner", "example", "v2", "tickets", "no", "7"]],
    ["ticket_id", ["ticket_id", "ticket", "id"]],
    ["Zoë ÉCOLE Straße 東京", ["zoë", "école", "straße", "東京"]],
    ['{"note":"first\\nnext \\u00e9t\\u00e9 C:\\\\new"}', ["note", "first", "next", "été", "c", "new"]],
    ["name=Zo%C3%AB+K%20x", ["name", "zoë", "k", "x", "zo", "c3", "ab", "20x"]],
    ["100%zz broken %C3", ["100", "zz", "broken", "c3"]],
    ["a\0b 🎉 _ __ c", ["a", "b", "c"]],
    ["", []],
  ])("%j", (text, words) => expect(searchWords([text])).toEqual(words));

  test("the same letter composed and decomposed is one word", () => {
    expect(searchWords(["e\u0301te\u0301"])).toEqual(queryWords("été"));
  });

  test("a long text leaves room for those after it, and everything has a limit", () => {
    const long = Array.from({ length: 20_000 }, (_, index) => `word${index}`).join(" ");
    const words = searchWords([long, "last one", long.replaceAll("word", "other")]);
    expect(words).toContain("last");
    expect(words.some((word) => word.startsWith("other"))).toBe(true);
    expect(words.length).toBeLessThanOrEqual(searchLimits.words);
    const huge = Array.from({ length: 3_000 }, (_, index) => `${"x".repeat(60)}${index}`).join(" ");
    expect(Buffer.byteLength(searchWords([huge, huge]).join(" "))).toBeLessThanOrEqual(searchLimits.bytes);
  });

  test("a very long word is kept and looked for by its beginning", () => {
    const long = "a".repeat(500);
    expect(searchWords([long])).toEqual(["a".repeat(64)]);
    expect(hasWords(searchWords([long]), queryWords(long))).toBe(true);
    expect(searchWords(["𝒳".repeat(100)])[0]?.isWellFormed()).toBe(true);
  });
});

describe("a query", () => {
  test.each([
    ['"NEAR(a b)" AND x*', ["near", "a", "b", "and", "x"]],
    ["'; DROP TABLE -- \0", ["drop", "table"]],
    ["🎉 * ** ^ : _", []],
    ["annie@example.com", ["annie", "example", "com"]],
  ])("%j", (query, words) => expect(queryWords(query)).toEqual(words));

  test("is cut when it is endless", () => {
    expect(queryWords(Array.from({ length: 5_000 }, (_, index) => `w${index}`).join(" ")).length).toBe(32);
    expect(queryWords("x".repeat(10_000))).toEqual(["x".repeat(64)]);
  });

  test("each word must begin one", () => {
    const words = searchWords(["Order number 4711 of Annie"]);
    expect(hasWords(words, queryWords("471 ann"))).toBe(true);
    expect(hasWords(words, queryWords("711"))).toBe(false);
    expect(hasWords(words, queryWords("4711 bob"))).toBe(false);
  });
});
