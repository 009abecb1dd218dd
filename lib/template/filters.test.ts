import { describe, expect, test } from "vitest";
import { filterNames, filters } from "./filters";
import { renderTemplate } from "./render";
import { scopeOf } from "./scope";
import { compileTemplate } from "./template";
import { dateOnly } from "./value";

const data = {
  name: "éric SMITH",
  list: [1, "two", true, null],
  rows: [{ a: 1 }, { a: 2 }],
  object: { a: 1, "B c": 2 },
  html: "<p>Hi <b>you</b><!-- a > b --></p> 1 < 2",
  lines: "a\r\nb\nc",
  at: new Date("2014-05-21T14:18:57.250Z"),
  day: dateOnly("2025-04-03"),
  nothing: null,
};
const show = (expression: string, options = {}) =>
  renderTemplate(compileTemplate(`{{ ${expression} }}`), "text", scopeOf(data), options);

test("the list of spec §2.4.8 is there, each with a description", () => {
  const asked =
    "default upper lower capitalize trim length join date replace escape e raw striptags nl2br url_encode json_encode";
  expect(filterNames).toEqual(expect.arrayContaining(asked.split(" ")));
  for (const filter of Object.values(filters)) expect(filter.doc).toMatch(/\.$/);
});

test.each([
  ["name | upper", "ÉRIC SMITH"],
  ["name | lower | capitalize", "Éric smith"],
  ["unknown | default('x')", "x"],
  ["nothing | default('x')", "x"],
  ["'' | default('x')", "x"],
  ["0 | default('x')", "0"],
  ["nothing | default(name)", "éric SMITH"],
  ["'  a ' | trim", "a"],
  ["'--a--' | trim('-')", "a"],
  ["name | length", "10"],
  ["list | length", "4"],
  ["object | length", "2"],
  ["'😀' | length", "1"],
  ["nothing | length", "0"],
  ["list | join(', ')", "1, two, 1, "],
  ["list | slice(0, 3) | join(', ', ' and ')", "1, two and 1"],
  ["name | join(',')", "éric SMITH"],
  ["name | replace('SMITH', '$& Jones')", "éric $& Jones"],
  ["'aab' | replace({'a': 'b', 'aa': 'x'})", "xb"],
  ["'ab' | replace({'a': 'b', 'b': 'a'})", "ba"],
  ["'abc' | replace('', 'x')", "abc"],
  ["html | escape", "&lt;p&gt;Hi &lt;b&gt;you&lt;/b&gt;&lt;!-- a &gt; b --&gt;&lt;/p&gt; 1 &lt; 2"],
  ["'a b&é' | e('url')", "a%20b%26%C3%A9"],
  ["html | striptags", "Hi you 1 < 2"],
  ["'<!-- x <b>y</b> z' | striptags", "y z"],
  ["'<!--> a --><b>c' | striptags", "c"],
  ["lines | nl2br", "a<br />\r\nb<br />\nc"],
  ["'a b/ü' | url_encode", "a%20b%2F%C3%BC"],
  ["object | json_encode", '{"a":1,"B c":2}'],
  ["name | json_encode", '"éric SMITH"'],
  ["nothing | json_encode", "null"],
  ["day | json_encode", '"2025/04/03"'],
  ["list | first", "1"],
  ["rows | last", '{"a":2}'],
  ["name | first", "é"],
  ["'' | last", ""],
  ["name | slice(0, 4)", "éric"],
  ["name | slice(-5)", "SMITH"],
  ["name | slice(0, -6)", "éric"],
  ["3.14159 | round(2)", "3.14"],
  ["1.005 | round(2)", "1.01"],
  ["-2.5 | round", "-3"],
  ["1250 | round(-2)", "1300"],
  ["'12.7' | round", "13"],
  ["name | round", "0"],
  ["-3 | abs", "3"],
  ["'a,b,c' | split(',') | last", "c"],
  ["object | keys | join(',')", "a,B c"],
  ["at | date('Y-m-d H:i:s')", "2014-05-21 14:18:57"],
  ["at | date", "2014-05-21 14:18:57"],
  ["day | date('D j M Y, l jS F y n/d')", "Thu 3 Apr 2025, Thursday 3rd April 25 4/03"],
  ["at | date('h:i A g a G v u N e')", "02:18 PM 2 pm 14 250 250000 3 UTC"],
  ["at | date('c | U | P p O T Z')", "2014-05-21T14:18:57+00:00 | 1400681937 | +00:00 Z +0000 UTC 0"],
  ["at | date('Y-m-d H:i P', 'America/New_York')", "2014-05-21 10:18 -04:00"],
  ["at | date('H:i T e', 'Asia/Kolkata')", "19:48 GMT+5:30 Asia/Kolkata"],
  ["day | date('Y-m-d H:i', 'America/New_York')", "2025-04-03 00:00"],
  ["1400681937 | date('Y-m-d H:i:s')", "2014-05-21 14:18:57"],
  ["'1400681937000' | date('Y-m-d')", "2014-05-21"],
  ["'2014-05-21T14:18:57+02:00' | date('H:i')", "12:18"],
  ["'2014-05-21 14:18:57' | date('H:i')", "14:18"],
  ["'2025/04/23' | date('d.m.Y')", "23.04.2025"],
  ["'2025-02-30' | date('d.m.Y')", "2025-02-30"],
  ["'soon' | date('Y')", "soon"],
  ["nothing | date('Y')", ""],
  ["at | date('\\\\Y\\\\e\\\\s Y r')", "Yes 2014 Wed, 21 May 2014 14:18:57 +0000"],
  ["'2024-12-30' | date('o-W z t L w')", "2025-01 364 31 1 1"],
])("%s", (expression, expected) => expect(show(expression)).toBe(expected));

describe("date options", () => {
  test("the zone and format of the render apply when none is given", () => {
    const options = { timeZone: "Europe/London", dateFormat: "d/m/Y H:i" };
    expect(show("at | date", options)).toBe("21/05/2014 15:18");
    expect(show("'now' | date('Y')", { now: new Date("2031-01-01T00:00:00Z") })).toBe("2031");
  });
  test("an unknown zone is told", () => {
    expect(() => show("at | date('Y', name)")).toThrow(/no time zone called éric SMITH/);
  });
});
