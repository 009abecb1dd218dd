import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { customFieldInput } from "@/lib/desk/custom-forms";
import { buildRequest, userAgent } from "./request";
import { ticketScope } from "./scope";
import { sampleConfig, sampleForms, sampleGraph, sampleRows } from "./testing/samples";
import type { WebhookConfig } from "./webhook";

// The wire format of the vendor's article (seed 004), byte for byte.
const now = new Date("2025-05-01T08:00:00Z");
const thirdParty = {
  id: 3,
  name: "Third Party",
  key: "thirdparty",
  ticketTypeIds: [1],
  isMultiLine: false,
  fields: [customFieldInput.parse({ id: 1, name: "Sys ID", kind: "text" })],
};
const graph = {
  ...sampleGraph({ forms: { ...sampleRows, 3: [{ 1: "a1/b2 c&d" }] } }),
  forms: [...sampleForms, thirdParty],
};
const build = (config: Partial<WebhookConfig>, parameters: Record<string, string> = {}) =>
  buildRequest(sampleConfig(config), null, ticketScope(graph, parameters, now), { now }).request;

describe("golden requests", () => {
  const assets =
    '[{"asset":"P2425","assetrequestdate":"2025/04/23"},{"asset":"FH6354","assetrequestdate":"2025/04/30"}]';
  test.each([
    ["straight quotes", '"{{ticket.linkedassets}}"'],
    ["curly quotes", "“{{ticket.linkedassets}}”"],
    ["no quotes", "{{ticket.linkedassets}}"],
  ])("the article's body with %s", (_, placeholder) => {
    const body = `{\n"ticketid": "{{ticket.displayid}}",\n"linkedassets": ${placeholder}\n}`;
    expect(build({ body }).body).toBe(`{\n"ticketid": "IN164",\n"linkedassets": ${assets}\n}`);
  });

  test("a URL that names the partner's id, encoded URL parameters off and on", () => {
    const url = "https://ext.example/{{ticket.thirdparty.sysid}}";
    expect(build({ url }).url).toBe("https://ext.example/a1/b2%20c&d");
    expect(build({ url, hasEncodedUrlParameters: true }).url).toBe("https://ext.example/a1%2Fb2%20c%26d");
  });

  test("query parameters, encoded URL parameters off and on", () => {
    const url = "https://ext.example/?username=test%20user&ref={{ref}}";
    expect(build({ url, hasEncodedUrlParameters: true }, { ref: "a=b&c" }).url).toBe(
      "https://ext.example/?username=test%20user&ref=a%3Db%26c",
    );
    expect(build({ url }, { ref: "a=b&c" }).url).toBe("https://ext.example/?username=test%2520user&ref=a=b&c");
  });

  test("an XML body", () => {
    const body = '<?xml version="1.0"?>\n<ticket id="{{ticket.id}}"><note>{{note}}</note></ticket>';
    const request = build({ requestContentType: "application/xml", body }, { note: `<b> & "c"` });
    expect(request.body).toBe(
      '<?xml version="1.0"?>\n<ticket id="7"><note>&lt;b&gt; &amp; &quot;c&quot;</note></ticket>',
    );
    expect(request.headers["content-type"]).toBe("application/xml; charset=utf-8");
  });

  test("a form body", () => {
    const body = "id={{ticket.displayid}}&note={{note}}";
    const request = build({ requestContentType: "application/x-www-form-urlencoded", body }, { note: "a&b=c d+é" });
    expect(request.body).toBe("id=IN164&note=a%26b%3Dc+d%2B%C3%A9");
  });

  test("plain text goes out as it is", () => {
    const request = build(
      { requestContentType: "text/plain", body: "{{ticket.displayid}}: {{note}}" },
      { note: "<&>" },
    );
    expect(request.body).toBe("IN164: <&>");
    expect(request.headers["content-type"]).toBe("text/plain; charset=utf-8");
  });

  test("headers: no value, no header; ours can be replaced", () => {
    const headers = [
      { name: "X-Ticket-Id", value: "{{ticket.id}}" },
      { name: "X-Empty", value: "{{ticket.solution}}" },
      { name: "X-Blank", value: "  {{note}}  " },
      { name: "X-Mixed", value: "id-{{note}}" },
      { name: "Accept", value: "application/vnd.partner+json" },
    ];
    expect(build({ headers }, { note: "" }).headers).toEqual({
      accept: "application/vnd.partner+json",
      "user-agent": userAgent,
      "x-ticket-id": "7",
      "x-mixed": "id-",
    });
  });
});

describe("no value can add anything", () => {
  const value = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("a\r\nX-Evil: 1", "&evil=1", "?evil=1#", '","evil":"1', "</a><evil/>", "%0d%0a", "a\u2028b", "\0"),
  );

  test("a header value stays one header, or is refused", () => {
    const headers = [{ name: "X-Note", value: "a{{note}}" }];
    fc.assert(
      fc.property(value, (note) => {
        let sent: Record<string, string>;
        try {
          sent = build({ headers }, { note }).headers;
        } catch (error) {
          expect(String(error)).toContain("X-Note");
          return;
        }
        expect(Object.keys(sent).sort()).toEqual(["accept", "user-agent", "x-note"]);
        expect(sent["x-note"]).not.toMatch(/[\r\n\0]/);
        expect(() => new Headers(sent)).not.toThrow();
      }),
    );
  });

  test("a query parameter stays one, with exactly its text, for the WHATWG parser", () => {
    const url = "https://p.example/t/{{x}}?q={{x}}&fixed=1";
    fc.assert(
      fc.property(value, (x) => {
        const { searchParams, host } = new URL(build({ url, hasEncodedUrlParameters: true }, { x }).url);
        expect(host).toBe("p.example");
        expect([...searchParams.keys()]).toEqual(["q", "fixed"]);
        expect(searchParams.get("q")).toBe(x.toWellFormed());
      }),
    );
  });

  test("a form field stays one, with exactly its text", () => {
    const config = { requestContentType: "application/x-www-form-urlencoded", body: "a={{x}}&b=1" } as const;
    fc.assert(
      fc.property(value, (x) => {
        const pairs = [...new URLSearchParams(build(config, { x }).body ?? "")];
        expect(pairs).toEqual([
          ["a", x.toWellFormed()],
          ["b", "1"],
        ]);
      }),
    );
  });

  test("a JSON member stays one", () => {
    fc.assert(
      fc.property(value, (x) => {
        expect(Object.keys(JSON.parse(build({ body: '{"a":"{{x}}","b":1}' }, { x }).body ?? ""))).toEqual(["a", "b"]);
      }),
    );
  });
});
