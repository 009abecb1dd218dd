import fc from "fast-check";
import { ParseOption, XmlCData, XmlDocument, XmlElement, XmlText } from "libxml2-wasm";
import { describe, expect, test } from "vitest";
import { decodeReply, findInReply, problemWithPath } from ".";
import { readXml } from "./xml-reader";

const type = "application/xml";
const message = (body: string) => {
  const decoded = decodeReply(type, body);
  return decoded.ok ? undefined : decoded.message;
};
const at = (body: string, path: string) => {
  const decoded = decodeReply(type, body);
  if (!decoded.ok) throw new Error(decoded.message);
  return findInReply(type, decoded.value, path);
};

const reply = `<?xml version="1.0" encoding="ISO-8859-1"?>
<!-- made by a partner -->
<response xmlns="urn:x" status="ok">
  <name> Ann &amp; <![CDATA[<Bob>]]> &#233;&#x1F600; </name>
  <amount currency="EUR">12.50</amount>
  <result><number>INC1</number></result>
  <items><item id="1">one</item><item id="2">two</item></items>
  <single><item id="9"/></single>
  <mixed>Ticket <b>12</b> made</mixed>
  <empty/>
  <?pi data?>
</response>`;

describe("paths", () => {
  test.each<[string, unknown]>([
    ["response.name", "Ann & <Bob> é😀"],
    ["$.response.name", "Ann & <Bob> é😀"],
    ["response.amount", "12.50"],
    ["response.amount.#text", "12.50"],
    ["response.name.#text", "Ann & <Bob> é😀"],
    ["response.amount.@currency", "EUR"],
    ["response.@status", "ok"],
    ["response.result.number", "INC1"],
    ["response.result[0].number[0]", "INC1"],
    ["response.items.item[1]", "two"],
    ["response.items.item[1].@id", "2"],
    ["response.items.item[2]", undefined],
    ["response.items.item.@id", undefined],
    ["response.single.item.@id", "9"],
    ["response.single.item[0].@id", "9"],
    ["response.single.item[1].@id", undefined],
    ["response.single.item", ""],
    ["response.mixed", "Ticket 12 made"],
    ["response.mixed.b", "12"],
    ["response.empty", ""],
    ["response.nothing", undefined],
    ["response.@xmlns", undefined],
    ["result.number", undefined],
    ["response.name.more", undefined],
  ])("%s", (path, expected) => expect(at(reply, path)).toBe(expected));

  test("a group of elements is a value, not text", () => {
    expect(JSON.stringify(at(reply, "response.items"))).toBe(
      '{"item":[{"@id":"1","#text":"one"},{"@id":"2","#text":"two"}]}',
    );
  });

  test("a namespace prefix may be written or left out while that is unambiguous", () => {
    const soap =
      '<soap:Envelope xmlns:soap="urn:s"><soap:Body x:n="1" xmlns:x="u"><v>7</v></soap:Body></soap:Envelope>';
    expect(at(soap, "soap:Envelope.soap:Body.v")).toBe("7");
    expect(at(soap, "Envelope.Body.v")).toBe("7");
    expect(at(soap, "Envelope.Body.@n")).toBe("1");
    expect(at(soap, "s:Envelope")).toBeUndefined();
    expect(at("<r><a:x>1</a:x><b:x>2</b:x></r>", "r.x")).toBeUndefined();
    expect(at("<r><x>0</x><b:x>2</b:x></r>", "r.x")).toBe("0");
  });

  test("names from the prototype are names", () => {
    const text = '<__proto__ __proto__="a" constructor="b"><toString>c</toString></__proto__>';
    expect(at(text, "__proto__.@__proto__")).toBe("a");
    expect(at(text, "__proto__.toString")).toBe("c");
    expect(at(text, "__proto__.constructor")).toBeUndefined();
    expect(at("<r/>", "r.length")).toBeUndefined();
    expect(at('<a.b x="1"/>', '["a.b"].@x')).toBe("1");
  });

  test("what is no path is said", () => {
    expect(problemWithPath(type, "response.items.item[0].@id")).toBeUndefined();
    expect(problemWithPath(type, "/response/items")).toContain("joined by dots");
    expect(problemWithPath(type, "a[")).toContain("joined by dots");
  });
});

describe("mistakes", () => {
  test.each<[string, string]>([
    ["", "The reply is empty, but XML was expected."],
    ["<a>\n x & b</a>", "line 2, column 4: & must be written as &amp;"],
    ['<a b="&x y"/>', "line 1, column 7: & must be written as &amp;"],
    ["<a><!-- & --><![CDATA[&]]> &b </a>", "line 1, column 28: & must be written as &amp;"],
    ["<a>&nbsp;</a>", "line 1, column 4: only &amp; &lt; &gt; &quot; &apos; and numbers such as &#233; are known"],
    ["<a>&#0;</a>", "this number names no character that XML allows"],
    ["<a>\n<b>\n</a>", "line 3, column 1: </a> doesn't close <b> of line 2"],
    ["<a/></b>", "line 1, column 5: </b> closes nothing"],
    ["<a>\r\n<b>", "line 2, column 4: <b> of line 2 is never closed"],
    ["<a", "there is no complete element"],
    ['{"a":1}', "line 1, column 1: there is text before the first tag"],
    ["<a/>\n x", "line 2, column 2: there is text after the last tag"],
    ["<a/><b/>", "there is a second root element"],
    [' <?xml version="1.0"?><a/>', "the XML declaration must stand at the very start"],
    ["<a b=1/>", "line 1, column 6: the value of an attribute needs quotes"],
    ['<a b="1" b="2"/>', "duplicate attribute: b"],
    ["<a>\ud800</a>", "line 1, column 4: this is half of a character"],
    ["<a>\u0001</a>", "line 1, column 4: this character may not stand here"],
    ["<!DOCTYPE html>\n<html/>", "a DOCTYPE is not accepted; this looks like HTML"],
    ["<!doctype html>\n<html/>", "this looks like HTML"],
    [`${"<a>".repeat(257)}`, "elements are nested more than 256 levels deep"],
  ])("%s", (body, expected) => expect(message(body)).toContain(expected));

  test("a byte order mark moves nothing", () => {
    expect(at("\ufeff<a>x</a>", "a")).toBe("x");
    expect(message("\ufeff<a>&x</a>")).toContain("line 1, column 4");
  });

  test("a prefix nobody declared is a mistake only where asked for", () => {
    expect(at("<s:a>1</s:a>", "s:a")).toBe("1");
    expect(readXml("<s:a>1</s:a>", {}, true)?.message).toBe("the prefix “s” is not declared with xmlns:s");
  });
});

describe("hostile replies are refused quickly", () => {
  const timed = (body: string) => {
    const from = performance.now();
    const said = message(body);
    expect(performance.now() - from).toBeLessThan(3000);
    return said;
  };
  test("entities", () => {
    const bomb = Array.from({ length: 10 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join("");
    expect(timed(`<!DOCTYPE a [<!ENTITY l0 "lol">${bomb}]><a>&l10;</a>`)).toContain("a DOCTYPE is not accepted");
    expect(timed('<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><a>&f;</a>')).toContain("a DOCTYPE");
    expect(timed('<!DOCTYPE a SYSTEM "http://x/a.dtd"><a/>')).toContain("a DOCTYPE is not accepted");
  });
  test("20,000 levels, a million elements, a million attributes", () => {
    expect(timed("<a>".repeat(20_000) + "</a>".repeat(20_000))).toContain("256 levels");
    expect(timed(`<r>${"<a/>".repeat(1_000_000)}</r>`)).toContain("more than 250000");
    expect(timed(`<r ${Array.from({ length: 300_000 }, (_, n) => `a${n}="1"`).join(" ")}/>`)).toContain("250000");
  });
  test("5 MB of text, of references, of ampersands, of nested text", () => {
    expect(timed(`<r>${"text ".repeat(1_000_000)}</r>`)).toBeUndefined();
    expect(timed(`<r>${"&#65;".repeat(1_000_000)}</r>`)).toBeUndefined();
    expect(timed(`<r>${"&".repeat(5_000_000)}</r>`)).toContain("&amp;");
    expect(timed(`<r>${"<i>x</i> ".repeat(200_000)}</r>`)).toBeUndefined();
    expect(timed("<a>x".repeat(250) + "text ".repeat(1_000_000) + "</a>".repeat(250))).toContain("too often");
    expect(timed("<![CDATA[".repeat(500_000))).toContain("text before the first tag");
    expect(timed(`<a>${" ".repeat(5_000_000)}`)).toContain("never closed");
  });
});

// --- an independent parser agrees -----------------------------------------------------------------------------------

const name = fc.stringMatching(/^[a-zA-Z_é][\w.é-]{0,5}$/);
const text = fc.string({ unit: fc.constantFrom("a", " ", "\n", "é", "😀", "&", "<", ">", '"', "'", "]", "-") });
type Tree = { name: string; attributes: Record<string, string>; children: (Tree | string)[] };
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.record({
    name,
    attributes: fc.dictionary(name, text, { maxKeys: 2 }),
    children: fc.array(fc.oneof({ maxDepth: 4 }, text, tie("tree")), { maxLength: 4 }),
  }),
}));
const escaped = (raw: string) => raw.replace(/[&<>"'\n]/g, (char) => `&#${char.codePointAt(0)};`);
const written = ({ name: tag, attributes, children }: Tree): string =>
  `<${tag}${Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escaped(value)}"`)
    .join(
      "",
    )}>${children.map((child) => (typeof child === "string" ? escaped(child) : written(child))).join("")}</${tag}>`;

/** Every element's path in our grammar, with the text libxml2 sees there. */
function* oracle(element: XmlElement, path: string): Generator<[string, string | undefined]> {
  const own: string[] = [];
  const inner: XmlElement[] = [];
  for (let node = element.firstChild; node; node = node.next) {
    if (node instanceof XmlElement) inner.push(node);
    else if (node instanceof XmlText || node instanceof XmlCData) own.push(node.content);
  }
  // Element groups without text are values, not text.
  yield [path, inner.length > 0 && own.join("").trim() === "" ? undefined : element.content.trim()];
  for (const attribute of element.attrs) yield [`${path}["@${attribute.name}"]`, attribute.value];
  for (const child of inner) {
    const index = inner.filter((other) => other.name === child.name).indexOf(child);
    yield* oracle(child, `${path}["${child.name}"][${index}]`);
  }
}

test("every element and attribute has the text libxml2 finds there", () => {
  fc.assert(
    fc.property(tree, (generated) => {
      const body = written(generated);
      const document = XmlDocument.fromString(body, { option: ParseOption.XML_PARSE_NONET });
      try {
        for (const [path, expected] of oracle(document.root, `["${document.root.name}"]`)) {
          if (expected !== undefined) expect(at(body, path)).toBe(expected);
        }
      } finally {
        document.dispose();
      }
    }),
    { numRuns: 200 },
  );
});

test("what is well-formed to us is so to libxml2, and the other way round", () => {
  const pieces = fc.array(
    fc.constantFrom(
      "<a>",
      "</a>",
      "<b x='1'>",
      "</b>",
      "<c/>",
      "&amp;",
      "&",
      "&#65;",
      "]]>",
      "<!-- x -->",
      "--",
      "<",
      ">",
      "é",
      "<![CDATA[",
      "<?p q?>",
      ' y="2"',
      "\ud800",
      "'",
      "\u0001",
    ),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(pieces, (parts) => {
      const body = `<a>${parts.join("")}</a>`;
      let wellFormed = true;
      try {
        XmlDocument.fromString(body).dispose();
      } catch {
        wellFormed = false;
      }
      expect([body, readXml(body) === undefined]).toEqual([body, wellFormed]);
    }),
    { numRuns: 1000 },
  );
});
