import { describe, expect, test } from "vitest";
import { isAppError } from "../core/errors";
import { checkTemplate } from "./check";
import { isTemplateError, type TemplateError } from "./errors";
import { parseTemplate } from "./parse";

function errorOf(source: string): TemplateError {
  try {
    parseTemplate(source);
  } catch (error) {
    if (isTemplateError(error)) return error;
    throw error;
  }
  throw new Error(`No error for ${source}`);
}

describe("mistakes are told with their place", () => {
  test.each([
    ['{"a": {{ ticket.id | uper }}}', 22, "There is no filter called uper. Did you mean upper?"],
    ["{{ ticket.id", 1, "This placeholder is never closed. End it with }}"],
    ['{"a": "{{ticket.id", "b": "{{ticket.title}}"}', 8, "This placeholder is never closed. End it with }}"],
    ["{{ ticket.id }", 1, "This placeholder is never closed. End it with }}"],
    ["{{ ticket.id } }}", 14, "Close this with }}"],
    ["{{ }}", 4, "A field or a value is missing here, such as ticket.id"],
    ["{{ ticket. }}", 12, "A field name is missing after the dot"],
    ["{{ ticket[x] }}", 11, 'Between [ and ] goes a row number or a quoted name, such as [0] or ["Asset (old)"]'],
    ['{{ x | default("a }}', 16, 'This text has no closing "'],
    ["{{ x | default: 1 }}", 15, "Values for a filter go in parentheses: default(…)"],
    ["{{ x | upper(1) }}", 8, "The filter upper takes nothing in parentheses"],
    ["{{ x | split }}", 8, "The filter split takes (separator)"],
    [
      '{{ x | date("Y", "Mars/Base") }}',
      8,
      "There is no time zone called Mars/Base. Write one such as UTC or Europe/London",
    ],
    ["{{ x | escape('sql') }}", 8, "The filter escape knows html, xml, url, form, json, not sql"],
    ["{{ a == b }}", 6, "Comparisons go into {% if %}, not into a placeholder"],
    ["{{ a + b }}", 6, '"+" has no meaning here. There is no arithmetic in templates'],
    [
      '{{ x | default(\\"a\\") }}',
      16,
      '"\\" has no meaning here. Quotes inside a placeholder are written without a backslash',
    ],
    ["{{ ticket.save() }}", 15, "Only fields of the record can be used, and nothing can be called"],
    ["{% if a %}x", 1, "This tag is never closed. Add {% endif %}"],
    ["{% for a in b %}x", 1, "This tag is never closed. Add {% endfor %}"],
    ["{% for a of b %}x{% endfor %}", 15, "The word in is missing here, as in: for row in ticket.assets"],
    ["x{% endif %}", 2, "This endif belongs to no open if"],
    ["{% set a = 1 %}", 1, '"=" has no meaning here. Compare with =='],
    ["{% include 'x' %}", 1, "There is no tag called include; use if or for"],
    ["{% elsif a %}", 1, "There is no tag called elsif; use if or for. Did you mean elseif?"],
    ["{% if a %}{% else if b %}{% endif %}", 19, "Write elseif as one word"],
    ["{% if a && b %}{% endif %}", 9, '"&" has no meaning here. Write and between two conditions'],
    ["{% if a = b %}{% endif %}", 9, '"=" has no meaning here. Compare with =='],
    ["{% if a == b == c %}{% endif %}", 14, "Join two comparisons with and"],
    ["a {# b", 3, "This comment is never closed. End it with #}"],
  ])("%s", (source, column, problem) => {
    const error = errorOf(source);
    if (source.startsWith("{% set")) return expect(error.line).toBe(1);
    expect([error.column, error.problem]).toEqual([column, problem]);
  });

  test("with the line and an excerpt", () => {
    const error = errorOf('{\r\n  "id": "{{ticket.id}}",\n\t"x": {{ x | nope }}\n}');
    expect(error).toMatchObject({ line: 3, column: 14, code: "invalid", length: 4 });
    expect(error.excerpt).toBe('\t"x": {{ x | nope }}\n\t            ^^^^');
    expect(error.message).toBe("There is no filter called nope (line 3, column 14).");
    expect(isAppError(error)).toBe(true);
  });
  test("a long line is shortened around the place", () => {
    const error = errorOf(`${"a".repeat(500)}{{ x | nope }}${"b".repeat(500)}`);
    const [line = "", carets = ""] = error.excerpt.split("\n");
    expect(line.length).toBeLessThan(90);
    expect(line.slice(carets.indexOf("^"), carets.lastIndexOf("^") + 1)).toBe("nope");
  });
});

test("placeholders carry their path and place", () => {
  const { placeholders, references } = parseTemplate(
    'a\n {{ Ticket.Linked Assets[0] | join(sep) }}{{ "x" }}{% if y %}{% endif %}',
  );
  expect(placeholders).toEqual([
    {
      path: "ticket.linkedassets[0]",
      text: "{{ Ticket.Linked Assets[0] | join(sep) }}",
      line: 2,
      column: 2,
      offset: 3,
      length: 41,
    },
    { path: "", text: '{{ "x" }}', line: 2, column: 43, offset: 44, length: 9 },
  ]);
  expect(references.map(({ path, text, column }) => [path, text, column])).toEqual([
    ["ticket.linkedassets[0]", "Ticket.Linked Assets[0]", 5],
    ["sep", "sep", 36],
    ["y", "y", 58],
  ]);
});

describe("checkTemplate", () => {
  const known = ["ticket.id", "ticket.displayid", "ticket.Linked Assets"];
  const knows = (path: readonly string[]) =>
    ["ticket.id", "ticket.displayid", "ticket.linkedassets"].includes(path.join("."));
  test("unknown fields are warnings with a suggestion", () => {
    expect(checkTemplate("{{ticket.id}} {{ticket.displayd}}", knows, known)).toEqual([
      {
        severity: "warning",
        message: "ticket.displayd is not a known field; it will be sent empty. Did you mean ticket.displayid?",
        line: 1,
        column: 17,
        offset: 16,
        length: 15,
      },
    ]);
    expect(checkTemplate("{{ticket.foo}}", knows)[0]?.message).toBe(
      "ticket.foo is not a known field; it will be sent empty",
    );
    expect(checkTemplate("{{ticket.Linked asets}}", knows, known)[0]?.message).toContain(
      "Did you mean ticket.Linked Assets?",
    );
  });
  test("loop variables are known, inside their loop only", () => {
    const source =
      "{% for row in ticket.Linked assets %}{{row.asset}}{{loop.index}}{{loop.count}}{% else %}{{row}}{% endfor %}{{loop.index}}";
    expect(checkTemplate(source, knows).map((problem) => problem.message)).toEqual([
      "A loop has loop.index, loop.index0, loop.first, loop.last, loop.length; loop.count will be sent empty",
      "row is not a known field; it will be sent empty",
      "loop.index is not a known field; it will be sent empty",
    ]);
  });
  test("a mistake in the language is one error", () => {
    expect(checkTemplate("{{ a | nope }}", knows)).toEqual([
      { severity: "error", message: "There is no filter called nope", line: 1, column: 8, offset: 7, length: 4 },
    ]);
  });
});
