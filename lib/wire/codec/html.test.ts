import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeReply, findInReply, problemWithPath } from ".";
import { outlineHtml } from "./html-outline";
import { htmlPage } from "./html-page";

const type = "text/html";
const find = (body: string, path: string) => {
  const decoded = decodeReply(type, body);
  if (!decoded.ok) throw new Error(decoded.message);
  return findInReply(type, decoded.value, path);
};

const page = `<!doctype html>
<html><head><title>Ticket created</title>
<meta name="ref" content="INC1"><script>var h1 = "no"</script></head>
<body class="main">
  <h1 class="title">Ticket
     <b>INC1</b> created</h1>
  <p id=ref data-n="7">INC&eacute;1<br>second&nbsp;line</p>
  <table><tr><td>Number<td>42</tr><tr><td>State<td>New</tr></table>
  <form><input name="token" value="abc"></form>
  <a class="more" href="/a?x=1&amp;y=2">more</a> <a class="more" href="/b">other</a>
</body></html>`;

test.each<[string, unknown]>([
  ["$", page],
  [" $ ", page],
  ["h1.title", "Ticket INC1 created"],
  ["#ref", "INCé1 second line"],
  ["#ref@data-n", "7"],
  ["meta[name=ref]@content", "INC1"],
  ["title", "Ticket created"],
  ['td:contains("Number") + td', "42"],
  ["tr:nth-child(2) td:last-child", "New"],
  ["table", "Number 42 State New"],
  ["input[name=token]@value", "abc"],
  ["a.more@href", "/a?x=1&y=2"],
  ["a.more@HREF", "/a?x=1&y=2"],
  ['a[href="/b"]', "other"],
  ["body > a, h1", "Ticket INC1 created"],
  ["script", 'var h1 = "no"'],
  ["a.more@title", undefined],
  ["a.more@constructor", undefined],
  ["[constructor]", undefined],
  ["h2", undefined],
  ["h1[", undefined],
  [":unknown", undefined],
])("%s", (path, expected) => expect(find(page, path)).toBe(expected));

test("the whole body's text leaves scripts out", () => {
  expect(find(page, "html")).not.toContain("var h1");
});

describe("paths that can't be", () => {
  test.each(["h1[", "", "@href", ">", "a::before", ":unknown", "ns|a"])("%s", (path) => {
    expect(problemWithPath(type, path)).toContain("This is not a CSS selector such as #ref or a.more@href");
  });
  test("too long", () => {
    expect(problemWithPath(type, "a".repeat(501))).toBe("A CSS selector may have at most 500 characters");
    expect(problemWithPath(type, "a".repeat(500))).toBeUndefined();
    expect(problemWithPath(type, "$")).toBeUndefined();
  });
  test("no path and no page throws anything a person can't read", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string({ unit: fc.constantFrom("<", ">", "a", "/", "!", "-", "&", " ") }),
        (path, body) => {
          problemWithPath(type, path);
          find(body, path);
        },
      ),
    );
  });
});

describe("hostile pages end soon", () => {
  const said = (body: string, path: string) => {
    const from = performance.now();
    try {
      find(body, path);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : "";
    } finally {
      expect(performance.now() - from).toBeLessThan(3000);
    }
  };
  test("large, deep and crowded ones", () => {
    expect(said("a".repeat(2_000_001), "a")).toContain("has more than 2,000,000 characters");
    expect(said("a".repeat(2_000_001), "$")).toBeUndefined();
    expect(said("<b>".repeat(20_000), "b")).toContain("nested more than 512 levels deep");
    expect(said(`${"<b>".repeat(512)}${"</i>".repeat(400_000)}`, "u")).toBeUndefined();
    expect(said("<b></b>".repeat(150_000), "b")).toContain("more than 100,000 elements");
    expect(said("<!>x".repeat(500_000), "b")).toBeUndefined();
    expect(said("&amp;".repeat(400_000), "b")).toBeUndefined();
    expect(said(`<a ${"x ".repeat(900_000)}>`, "b")).toBeUndefined();
  });
  test("costly selectors", () => {
    const flat = "<i></i>".repeat(90_000);
    expect(said(flat, "u ~ i ~ i ~ i")).toBe("The selector takes too long on this HTML reply; write a simpler one.");
    expect(said(flat, "i:nth-child(89999)")).toContain("takes too long");
    const deep = `${"<b>".repeat(500)}x`;
    expect(said(deep, "u b b b b b b b b")).toContain("takes too long");
    expect(said(deep, ":has(:has(:has(u)))")).toBeUndefined();
    expect(said(`<b>${"text ".repeat(200_000)}</b>`, ':contains("nothing")')).toBeUndefined();
    expect(said(`${"<b>".repeat(500)}${"text ".repeat(200_000)}`, 'b:contains("x") u')).toBeUndefined();
  });
});

describe("the outline", () => {
  test("names what can be mapped, by the shortest selector that finds it", () => {
    const { elements, more } = outlineHtml(htmlPage(page), 100);
    expect(elements.map(({ selector, text }) => [selector, text])).toEqual([
      ["title", "Ticket created"],
      ['meta[name="ref"]@content', "INC1"],
      ["h1.title", "Ticket INC1 created"],
      ["b", "INC1"],
      ["#ref", "INCé1 second line"],
      ["td", "Number"],
      ["td:nth-of-type(2)", "42"],
      ["tr:nth-of-type(2) > td", "State"],
      ["tr:nth-of-type(2) > td:nth-of-type(2)", "New"],
      ['input[name="token"]@value', "abc"],
      ["a.more", "more"],
      ["a:nth-of-type(2)", "other"],
    ]);
    expect(more).toBe(0);
    expect(outlineHtml(htmlPage(page), 5)).toMatchObject({ elements: { length: 5 }, more: 7 });
  });

  test("every selector offered finds the text shown", () => {
    const tag = fc.constantFrom("p", "div", "b", "li", "h1", "custom-x");
    const attributes = fc.constantFrom(
      "",
      ' id="x"',
      ' id="a b&quot;\\"',
      ' class="c d"',
      ' class="d"',
      ' name="n"',
      ' class="-1 é"',
    );
    const piece = fc.oneof(
      fc.tuple(tag, attributes).map(([name, more]) => `<${name}${more}>`),
      tag.map((name) => `</${name}>`),
      fc.constantFrom("text", " ", "other"),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const body = pieces.join("");
        for (const { selector, text } of outlineHtml(htmlPage(body), 50).elements) {
          if (selector !== undefined) expect([body, selector, find(body, selector)]).toEqual([body, selector, text]);
        }
      }),
      { numRuns: 300 },
    );
  });
});
