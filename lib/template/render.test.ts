import { describe, expect, test } from "vitest";
import type { TemplateContext } from "./escape";
import { renderSegments, renderTemplate } from "./render";
import { scopeOf } from "./scope";
import { compileTemplate } from "./template";
import { dateOnly } from "./value";

const scope = {
  ticket: {
    id: 5,
    displayid: "IN164",
    title: 'Say "hi" & <go>\n',
    empty: "",
    none: null,
    yes: true,
    no: false,
    zero: 0,
    opendate: new Date("2014-05-21T14:18:57Z"),
    due: dateOnly("2025-04-23"),
    tags: ["a", "b"],
    "Linked Assets": [
      { asset: "P2425", assetrequestdate: dateOnly("2025-04-23") },
      { asset: "FH6354", assetrequestdate: dateOnly("2025-04-30") },
    ],
    "Asset (old)": "X1",
    "Terms and conditions": "yes",
    third_party: { "sys-id": "42" },
    agent: { is_agent: true, display_name: "Annie Edison" },
  },
  parameters: { "Customer Reference": "C 1" },
};

const render = (source: string, context: TemplateContext = "text", data: object = scope) =>
  renderTemplate(compileTemplate(source), context, scopeOf(data));

describe("placeholders", () => {
  test.each([
    ["IN164", "{{ticket.displayid}}"],
    ["IN164", "{{ Ticket.DisplayID }}"],
    ["5", "{{ ticket.id }}"],
    ["P2425", "{{ticket.Linked assets[0].asset}}"],
    ["FH6354", "{{ ticket.linkedassets.1.Asset }}"],
    ["FH6354", '{{ ticket["linked ASSETS"][1]["asset"] }}'],
    ["X1", '{{ ticket["Asset (old)"] }}'],
    ["yes", "{{ ticket.Terms and conditions }}"],
    ["42", "{{ ticket.third_party.sys-id }}"],
    ["42", "{{ticket.third_party.sys-id-}}  "],
    ["C 1", "{{parameters.customer reference}}"],
    ["", "{{ ticket.unknown.deeper }}"],
    ["", "{{ ticket.linkedassets.asset }}"],
    ["text 'q' 1.5 1", `{{ "text 'q'" }} {{ 1.5 }} {{ true }}{{ null }}{{ false }}`],
    ["“curly”", "{{ ticket.unknown | default(“\\“curly\\””) }}"],
    ["-3", "{{ -3 }}"],
    ["{{ x }}", "{{ '{{' }} x {{ '}}' }}"],
    ["a }} b", "a }} b"],
  ])("%s from %s", (expected, source) => expect(render(source)).toBe(expected));

  test("the header sample of Deskpro (spec P1)", () => {
    expect(render("{{ ticket.id }}", "header")).toBe("5");
  });
  test("booleans and nothing print as in Twig (P7)", () => {
    expect(render("[{{ ticket.agent.is_agent }}][{{ticket.no}}][{{ticket.none}}][{{ticket.zero}}]")).toBe("[1][][][0]");
  });
  test("dates (V6)", () => {
    expect(render("{{ticket.opendate}} {{ticket.due}}")).toBe("2014-05-21T14:18:57.000Z 2025/04/23");
  });
  test("a header of only an empty variable is blank, one with more is not (P8)", () => {
    expect(render("{{ticket.empty}}", "header").trim()).toBe("");
    expect(render("id-{{ticket.empty}}", "header").trim()).toBe("id-");
  });
  test("encoded URL parameters keep the text and encode the values (V1)", () => {
    expect(render("https://x.test/a%20b?q={{ticket.title}}&r={{ticket.tags}}", "url")).toBe(
      "https://x.test/a%20b?q=Say%20%22hi%22%20%26%20%3Cgo%3E%0A&r=%5B%22a%22%2C%22b%22%5D",
    );
  });
});

describe("tags", () => {
  test.each([
    ["yes", "{% if ticket.yes %}yes{% else %}no{% endif %}"],
    ["no", "{% if ticket.no or ticket.empty or ticket.none or ticket.zero %}yes{% else %}no{% endif %}"],
    ["b", "{% if ticket.id == 4 %}a{% elseif ticket.id == 5 %}b{% else %}c{% endif %}"],
    ["b", '{% if ticket.id == "4" %}a{% elseif ticket.id == "5" %}b{% endif %}'],
    ["", '{% if "0" %}x{% endif %}'],
    ["ok", "{% if not (ticket.id < 5) and ticket.id <= 5 and ticket.id >= 5 and ticket.id != 6 %}ok{% endif %}"],
    ["ok", "{% if not ticket.no and ticket.yes or ticket.no %}ok{% endif %}"],
    ["ok", '{% if "a" in ticket.tags and "z" not in ticket.tags and "IN" in ticket.displayid %}ok{% endif %}'],
    ["ok", '{% if ticket.id in [1, 5] and ticket.displayid | lower == "in164" %}ok{% endif %}'],
    [
      "ok",
      '{% if ticket.due > "2025-04-22" and ticket.due == "2025/04/23" and ticket.opendate < ticket.due %}ok{% endif %}',
    ],
    ["ok", "{% if ticket.unknown == null and ticket.none == false and ticket.yes == true %}ok{% endif %}"],
    ["ok", "{% if 10 > 9 and 2 < 10 and ticket.linkedassets | length == 2 %}ok{% endif %}"],
    ["ok", '{% if ticket["Terms and conditions"] == "yes" %}ok{% endif %}'],
    ["", '{% if "0e1" == "0e2" %}x{% endif %}'],
    ["", '{% if ticket.title < 3 or "abc" > 1 %}x{% endif %}'],
    [
      "P2425,FH6354",
      "{% for row in ticket.Linked assets %}{{ row.Asset }}{% if not loop.last %},{% endif %}{% endfor %}",
    ],
    [
      "1/0/1//2;2/1//1/2;",
      "{% for t in ticket.tags %}{{loop.index}}/{{loop.index0}}/{{loop.first}}/{{loop.last}}/{{loop.length}};{% endfor %}",
    ],
    ["none", "{% for x in ticket.unknown %}x{% else %}none{% endfor %}"],
    ["none", "{% for x in ticket.title %}x{% else %}none{% endfor %}"],
    ["k=v;", '{% for key, value in {"k": "v"} %}{{ key }}={{ value }};{% endfor %}'],
    ["aa ab ba bb ", "{% for x in ticket.tags %}{% for y in ticket.tags %}{{ x }}{{ y }} {% endfor %}{% endfor %}"],
    ["a1b2", "{% for x in ticket.tags %}{{ x }}{% for x in [loop.index] %}{{ x }}{% endfor %}{% endfor %}"],
    ["b", "{% for x in ticket.tags | slice(1) %}{{ x }}{% endfor %}"],
    ["a b", "a {# {{ nothing }} {% here %} #}b"],
    ["a|5|b", "a| {{- ticket.id -}} |b"],
    ["axb", "a {%- if true -%} x {%- endif -%} b"],
    ["one\ntwo\n", "one\n{% if true %}\ntwo\n{% endif %}\n"],
  ])("%s from %s", (expected, source) => expect(render(source)).toBe(expected));
});

describe("escaping", () => {
  const hostile = { x: `"\\\n\u0000<&>'\r\u2028😀` };
  test.each<[TemplateContext, string, string]>([
    ["text", "{{x}}", hostile.x],
    ["url", "{{x}}", "%22%5C%0A%00%3C%26%3E'%0D%E2%80%A8%F0%9F%98%80"],
    ["form", "a={{x}}", "a=%22%5C%0A%00%3C%26%3E%27%0D%E2%80%A8%F0%9F%98%80"],
    ["header", "X: {{x}}", `X: "\\<&>'😀`],
    ["header", "X:\r\n {{x|raw}}", `X: "\\<&>'😀`],
    ["xml", "<a>{{x}}</a>", "<a>&quot;\\\n&lt;&amp;&gt;&#39;\r\u2028😀</a>"],
    ["xml", "<a>{{x|raw}}</a>", `<a>${hostile.x}</a>`],
    ["url", "{{x|raw}}", hostile.x],
    ["json", '"{{x}}"', JSON.stringify(hostile.x)],
    ["json", "{{x}}", JSON.stringify(hostile.x)],
  ])("%s %s", (context, source, expected) => expect(render(source, context, hostile)).toBe(expected));

  test("lone surrogates break neither URL nor JSON nor XML", () => {
    const data = { x: "a\ud800b" };
    expect(render("{{x}}", "url", data)).toBe("a%EF%BF%BDb");
    expect(render('"{{x}}"', "json", data)).toBe('"a\\ud800b"');
    expect(render("{{x}}", "xml", data)).toBe("ab");
  });
  test("a filter that already encodes for the place is not escaped twice", () => {
    const data = { x: "a b&c", o: { k: [1, '"'] } };
    expect(render("{{ x | url_encode }}", "url", data)).toBe("a%20b%26c");
    expect(render("{{ x | e }}", "xml", data)).toBe("a b&amp;c");
    expect(render("{{ x | e('url') }}", "xml", data)).toBe("a%20b%26c");
    expect(render("{{ 'a<\nb' | nl2br }}", "xml", data)).toBe("a&lt;<br />\nb");
    expect(render('{"a": {{ o | json_encode }}}', "json", data)).toBe('{"a": {"k":[1,"\\""]}}');
    expect(JSON.parse(render('{"a": "{{ o | json_encode }}"}', "json", data))).toEqual({ a: '{"k":[1,"\\""]}' });
    expect(render("{{ x | raw | upper }}", "url", data)).toBe("A%20B%26C");
  });
});

describe("JSON positions (V2)", () => {
  const rows = [
    { asset: "P2425", assetrequestdate: "2025/04/23" },
    { asset: "FH6354", assetrequestdate: "2025/04/30" },
  ];
  test("the sample of the seed, quotes straight, curly and mixed", () => {
    const source = (open: string, close: string) =>
      `{\n\n"ticketid": "{{ticket.displayid}}",\n\n"linkedassets": ${open}{{ticket.linkedassets}}${close}\n\n               }`;
    for (const [open, close] of ["“”", '""', '“"', '"”', "””", "““"].map((pair) => [...pair])) {
      expect(JSON.parse(render(source(open ?? "", close ?? ""), "json"))).toEqual({
        ticketid: "IN164",
        linkedassets: rows,
      });
    }
    const seed = '{"ticketid":"{{ticket.displayid}}","linkedassets": “{{ticket.formname}}”}';
    const data = { ticket: { displayid: "IN164", formname: scope.ticket["Linked Assets"] } };
    expect(JSON.parse(render(seed, "json", data))).toEqual({ ticketid: "IN164", linkedassets: rows });
  });

  test.each([
    ['{"a": "{{ticket.displayid}}"}', { a: "IN164" }],
    ['{"a": “{{ticket.displayid}}”}', { a: "IN164" }],
    ['{"a": "{{ticket.displayid}}”, "b": “{{ticket.id}}"}', { a: "IN164", b: "5" }],
    ["{“a”: “plain”, “b”: “x {{ticket.id}} y”}", { a: "plain", b: "x 5 y" }],
    ['{"a": "He said “{{ticket.id}}” twice"}', { a: "He said “5” twice" }],
    ['{"a": "“{{ticket.id}}”"}', { a: "“5”" }],
    [
      '{"a": {{ticket.id}}, "b": {{ticket.displayid}}, "c": {{ticket.yes}}, "d": {{ticket.no}}}',
      { a: 5, b: "IN164", c: true, d: false },
    ],
    ['{"a": "{{ticket.yes}}", "b": "{{ticket.no}}"}', { a: "1", b: "" }],
    ['{"a": "{{ticket.unknown}}", "b": {{ticket.unknown}}, "c": {{ticket.empty}}}', { a: "", b: null, c: "" }],
    ['{"a": {{ticket.tags}}, "b": "tags: {{ticket.tags}}"}', { a: ["a", "b"], b: 'tags: ["a","b"]' }],
    ['{"a": {{ticket.opendate}}, "b": "{{ticket.due}}"}', { a: "2014-05-21T14:18:57.000Z", b: "2025/04/23" }],
    ['{"{{ticket.tags}}": 1, “{{ticket.id}}” : 2}', { '["a","b"]': 1, "5": 2 }],
    [
      '{"a": "{{ticket.tags | raw}}", "b": {{ "{}" | raw }}, "c": "{{ "\\\\n" | raw }}"}',
      { a: ["a", "b"], b: {}, c: "\n" },
    ],
    ['{"a": "{{ticket.tags | join(", ")}}", "b": "{{ticket.tags | slice(0, 1)}}"}', { a: "a, b", b: ["a"] }],
    ['{"a": "C:\\{{ticket.displayid}}", "b": "\\"{{ticket.id}}\\""}', { a: "C:\\IN164", b: '"5"' }],
    [
      '[{% for row in ticket.linkedassets %}"{{row.asset}}", {{row}}{% if not loop.last %},{% endif %}{% endfor %}]',
      ["P2425", rows[0], "FH6354", rows[1]],
    ],
    [
      '{"a": {% if ticket.no %}"{{ticket.id}}"{% else %}{{ticket.id}}{% endif %}, "b": "{% if true %}{{ticket.tags}}{% endif %}"}',
      { a: 5, b: '["a","b"]' },
    ],
    ['{"a": "{{ticket.tags}}{{ticket.tags}}"}', { a: '["a","b"]["a","b"]' }],
    ['["{{ticket.id}}","{{ticket.tags}}","{{ticket.title}}"]', ["5", ["a", "b"], scope.ticket.title]],
    ['{"a": " {{- ticket.tags -}} "}', { a: ["a", "b"] }],
    ['{"a": "{# why #}{{ticket.tags}}{# not #}"}', { a: ["a", "b"] }],
  ])("%s", (source, expected) => expect(JSON.parse(render(source, "json"))).toEqual(expected));

  test("data JSON has no word for", () => {
    const data = {
      x: { a: undefined, b: Number.NaN, c: () => 1, d: [undefined, Symbol("s")], e: new Date(Number.NaN), f: 5n },
    };
    expect(render("{{x}}", "json", data)).toBe('{"b":null,"d":[null,null],"e":null,"f":5}');
  });
});

describe("segments", () => {
  test("tell where each value came from", () => {
    const source =
      '{"id":"{{ticket.displayid|lower}}","all":"{{ticket.tags}}","rows":[{% for row in ticket.Linked Assets %}"{{row.asset}}"{% endfor %}{{ "x" }}]}';
    const { text, segments } = renderSegments(compileTemplate(source), "json", scopeOf(scope));
    expect(text).toBe(render(source, "json"));
    expect(segments.map(({ start, end, path, rawValue }) => [text.slice(start, end), path, rawValue])).toEqual([
      ["in164", "ticket.displayid", "in164"],
      ['["a","b"]', "ticket.tags", '["a","b"]'],
      ["P2425", "ticket.linkedassets[0].asset", "P2425"],
      ["FH6354", "ticket.linkedassets[1].asset", "FH6354"],
      ['"x"', "", "x"],
    ]);
    expect(segments[0]?.escaping).toBe("json");
  });
});

test("unknown paths are told", () => {
  const unknown: string[] = [];
  renderTemplate(compileTemplate("{{a.b}}{{ticket.none}}{% if Not There %}{% endif %}"), "text", scopeOf(scope), {
    onUnknown: (path) => unknown.push(path),
  });
  expect(unknown).toEqual(["a.b", "notthere"]);
});

test("a template is read once", () => {
  expect(compileTemplate("{{once}}")).toBe(compileTemplate("{{once}}"));
});
