import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkTemplate } from "./check";
import { isTemplateError } from "./errors";
import type { TemplateContext } from "./escape";
import { completionsAt } from "./language";
import { parseTemplate } from "./parse";
import { formatPath, normaliseKey } from "./path";
import { type RenderOptions, renderSegments, renderTemplate } from "./render";
import { type Scope, scopeOf } from "./scope";
import { compileTemplate } from "./template";

const contexts: TemplateContext[] = ["text", "url", "header", "json", "xml", "form"];
const render = (source: string, context: TemplateContext, data: object, options?: RenderOptions) =>
  renderTemplate(compileTemplate(source), context, scopeOf(data), options);

class Record5 {
  id = 5;
  save() {
    return "saved";
  }
  get secret() {
    return "s3cret";
  }
}

const hostile = {
  ticket: Object.assign(new Record5(), { title: "T", run: () => "ran", list: [1, 2], when: new Date(0) }),
  fn: () => "called",
  toJSON: () => "json",
  request: { toString: () => "stringified", valueOf: () => 1, toJSON: () => "json" },
};

describe("known template injections reach nothing", () => {
  test.each([
    // nunjucks
    `{{ range.constructor("return global.process.mainModule.require('child_process').execSync('id')")() }}`,
    `{{ ({}).constructor.constructor("return process.env")() }}`,
    `{{ cycler.__init__.__globals__.os.popen('id').read() }}`,
    "{{ ticket.constructor.constructor }}",
    `{{ ticket["constructor"]["constructor"] }}`,
    "{{ ticket.__proto__ }}{{ ticket.prototype }}{{ ticket.__proto__.save }}",
    "{{ ticket.__defineGetter__ }}{{ ticket.__lookupGetter__ }}{{ ticket.hasOwnProperty }}",
    // handlebars
    `{{#with "s" as |string|}}{{#with "e"}}{{this.push (lookup string.sub "constructor")}}{{/with}}{{/with}}`,
    "{{lookup this 'constructor'}}{{ticket.toString}}",
    "{{{ticket.constructor}}}",
    // pug, ejs
    `#{global.process.mainModule.require('child_process').execSync('id')}`,
    `<%= global.process.mainModule.require('child_process').execSync('id') %>`,
    // jinja, twig
    `{{ ''.__class__.__mro__[1].__subclasses__() }}`,
    `{{ config.items() }}{{ self._TemplateReference__context }}`,
    `{{ _self.env.registerUndefinedFilterCallback("exec") }}{{ _self.env.getFilter("id") }}`,
    `{{ ['id'] | filter('system') }}`,
    `{{ ['id', ''] | sort('system') }}`,
    `{{ "/etc/passwd" | file_excerpt(1, 30) }}`,
    `{% set x = 1 %}{{ x }}`,
    `{% include "/etc/passwd" %}`,
    `{% import 'os' as os %}{{ os.popen('id').read() }}`,
    // liquid, freemarker, velocity, erb
    `{% assign x = ticket.constructor %}{{ x }}`,
    "{{ ticket | map: 'constructor' }}",
    `\${7*7}<#assign ex="freemarker.template.utility.Execute"?new()>\${ex("id")}`,
    `#set($x=$class.inspect("java.lang.Runtime"))`,
    `<%= system('id') %>`,
    // our own corners
    "{{ fn }}{{ ticket.save }}{{ ticket.run }}{{ ticket.secret }}{{ ticket.list.push }}{{ ticket.title.length }}",
    "{{ ticket.when.toISOString }}{{ ticket.when.getTime }}",
    `{% for k, v in ticket.constructor %}{{ k }}{{ v }}{% endfor %}`,
    `{% for x in fn %}{{ x }}{% endfor %}{{ loop.constructor }}`,
    `{% for x in ticket.list %}{{ loop.constructor }}{{ loop.__proto__ }}{{ x.constructor }}{% endfor %}`,
    `{{ "x" | constructor }}`,
    `{{ "x" | __proto__ }}`,
    `{{ "x" | toString }}`,
    `{{ "x" | escape("constructor") }}`,
    "{{ request.toString }}{{ request.valueOf }}{{ toJSON }}",
    "{{ ticket | keys | join(',') }}",
    "{{ request }}",
  ])("%s", (source) => {
    for (const context of contexts) {
      let text: string;
      try {
        text = render(source, context, hostile);
      } catch (error) {
        expect(isTemplateError(error)).toBe(true);
        continue;
      }
      const literal = source.replace(/\{\{.*?\}\}|\{%.*?%\}/gs, "");
      expect(text.replace(literal, "")).not.toMatch(
        /function|=>|native code|\[object|uid=|s3cret|saved|called|ran\b|root:|"json"/,
      );
    }
  });

  test("a class instance shows its own fields, nothing else", () => {
    expect(render("{{ ticket | keys | join(',') }}", "text", hostile)).toBe("id,title,run,list,when");
    expect(render("{{ ticket }}{{ request }}", "text", hostile)).toBe(
      '{"id":5,"title":"T","list":[1,2],"when":"1970-01-01T00:00:00.000Z"}{}',
    );
  });

  test("a field that happens to be called like a part of JavaScript is just a field", () => {
    const data = JSON.parse('{"__proto__": {"x": 1}, "constructor": "builder", "toString": "text"}');
    expect(render("{{__proto__.x}} {{constructor}} {{tostring}}", "text", data)).toBe("1 builder text");
    expect(render("{{ m | replace({'__proto__': 'p'}) }}", "text", { m: "a__proto__b" })).toBe("apb");
  });

  test("a scope of another make cannot hand out functions", () => {
    const careless: Scope = { get: (path) => (path[0] === "f" ? () => "called" : Object) };
    const source =
      "{{ f }}{{ g }}{% for x in g %}{{ x }}{% endfor %}{% if f %}true{% endif %}{{ [f, g] }}{{ [f] | first }}";
    expect(renderTemplate(compileTemplate(source), "text", careless)).toBe("[null,null]");
  });

  test("own functions count as unknown", () => {
    const scope = scopeOf(hostile);
    for (const path of [["fn"], ["ticket", "run"], ["request", "toString"], ["request", "tostring"], ["toJSON"]]) {
      expect(scope.get(path)).toBeUndefined();
    }
    const careless: Scope = { get: () => hostile.fn };
    expect(renderTemplate(compileTemplate("{{ f | default('x') }}"), "text", careless)).toBe("x");
  });

  const hostileNames = [
    ...Object.getOwnPropertyNames(Object.prototype),
    ...Object.getOwnPropertyNames(Array.prototype),
    ...Object.getOwnPropertyNames(Function.prototype),
    ...Object.getOwnPropertyNames(Date.prototype),
    ...Array<string[]>(20).fill(["ticket", "request", "fn", "run", "toJSON", "toString"]).flat(),
    "prototype",
    "list",
    "id",
    "0",
    "when",
    "request",
  ];
  test("random paths on hostile scopes never find functions or prototypes", () => {
    const own = new Set<unknown>();
    const collect = (value: unknown): void => {
      own.add(value);
      if (typeof value === "object" && value !== null)
        for (const key of Object.getOwnPropertyNames(value)) collect(Reflect.get(value, key));
    };
    collect(hostile);
    const scope = scopeOf(hostile);
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...hostileNames), fc.string()), { minLength: 1, maxLength: 5 }),
        (steps) => {
          const found = scope.get(steps);
          expect(typeof found).not.toBe("function");
          if (found !== undefined) expect(own.has(found)).toBe(true);
          const text = renderTemplate(compileTemplate(`{{ ${formatPath(["ticket", ...steps])} }}`), "text", scope);
          expect(text).not.toMatch(/function|=>|native code|\[object/);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe("limits", () => {
  const limit = (source: string, data: object = {}, options?: RenderOptions) => {
    try {
      render(source, "text", data, options);
    } catch (error) {
      if (isTemplateError(error) && error.code === "limit") return error.problem;
      throw error;
    }
    return "none";
  };
  const many = (count: number) => Array.from({ length: count }, (_, index) => index);

  test("template size", () => {
    expect(() => parseTemplate("x".repeat(1_000_001))).toThrow("at most 1,000,000 characters; this one has 1,000,001");
    expect(limit("12345", {}, { limits: { templateChars: 4 } })).toBe("A template may have at most 4 characters");
  });
  test("nesting of tags, parentheses, not and lists", () => {
    const nested = "This template is nested more than 50 levels deep";
    expect(limit("{% if a %}".repeat(60) + "{% endif %}".repeat(60))).toBe(nested);
    expect(limit(`{% if ${"(".repeat(5_000)}a${")".repeat(5_000)} %}{% endif %}`)).toBe(nested);
    expect(limit(`{% if ${"not ".repeat(5_000)}a %}{% endif %}`)).toBe(nested);
    expect(limit(`{{ ${"[".repeat(50_000)} }}`)).toBe(nested);
    expect(limit(`{{ ${"x|join(".repeat(50_000)} }}`)).toBe(nested);
    expect(() => parseTemplate(`{{ a${"|upper".repeat(60)} }}`)).toThrow("at most 50 filters");
    expect(limit(`{% if ${"a and ".repeat(50_000)}a %}{% endif %}`)).toBe("none");
  });
  test("output size", () => {
    const long = "The result is longer than 1,000 characters. Send fewer fields or rows";
    const limits = { outputChars: 1_000 };
    expect(limit("{{x}}{{x}}{{x}}", { x: "y".repeat(400) }, { limits })).toBe(long);
    expect(limit("{% for a in x %}12345678901{% endfor %}", { x: many(100) }, { limits })).toBe(long);
    expect(limit("{{x}}", { x: many(1_000) }, { limits })).toBe(long);
    expect(limit("{{ x | replace('y', 'zzz') }}", { x: "y".repeat(400) }, { limits })).toBe(long);
    expect(limit("{{ x | replace({'y': 'zzz'}) }}", { x: "y".repeat(400) }, { limits })).toBe(long);
    expect(limit("{{ x | split('') | join('123') }}", { x: "y".repeat(400) }, { limits })).toBe(long);
    expect(limit(`{{ x${" | replace('a', 'aaaaaaaaaaaaaaaa')".repeat(20)} }}`, { x: "a" })).toMatch(
      /longer than 5,000,000/,
    );
  });
  test("shared and circular data", () => {
    let shared: unknown[] = [];
    for (let level = 0; level < 40; level++) shared = [shared, shared];
    expect(limit("{{x}}", { x: shared })).toMatch(/longer than 5,000,000/);
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    expect(limit("{{x}}", { x: circular })).toBe(
      "The value of this placeholder is nested more than 50 levels deep. Choose a field inside it",
    );
  });
  test("loops, small and large bodies, and filters that only burn time", () => {
    const steps = "The loops of this template take more than 100,000 steps. Loop over fewer rows";
    const twice = "{% for a in x %}{% for b in x %}{% endfor %}{% endfor %}";
    expect(limit(twice, { x: many(400) })).toBe(steps);
    expect(limit(twice, { x: many(300) })).toBe("none");
    expect(
      limit(`{% for a in x %}${"{% if a == 1 %}{% endif %}".repeat(30_000)}{% endfor %}`, { x: many(90_000) }),
    ).toBe(steps);
    const idle = "{% for a in x %}{% if big | upper | length == 1 %}{% endif %}{% endfor %}";
    expect(limit(idle, { x: many(90_000), big: "b".repeat(100_000) })).toMatch(
      /^The filters of this template read more than 50,000,000/,
    );
    expect(limit("{% for a in x %}{% if a in x %}{% endif %}{% endfor %}", { x: many(90_000) })).toMatch(
      /^The filters/,
    );
  });
  test("long hostile texts take no more than linear time", () => {
    const size = 200_000;
    const start = performance.now();
    for (const text of [
      "<",
      "<!--",
      "a ",
      "{",
      "\\",
      "“",
      '"',
      "\n",
      "&",
      "1-",
      "{{",
      "{{x",
      "{% ",
      "{#",
      "{{-",
      "|",
      "{{x|",
      "é",
    ]) {
      const long = text.repeat(size / text.length);
      expect(() => checkTemplate(long, () => false)).not.toThrow();
      expect(() => checkTemplate(`{{ ${long} }}`, () => false)).not.toThrow();
      render("{{ x | striptags | trim | date('Y') }}{{ x | round }}{{ x | nl2br }}", "json", { x: long });
      completionsAt(`{{ ${long}`, long.length + 3, []);
    }
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

describe("properties", () => {
  const piece = fc.constantFrom(
    ..."{{ }} {% %} {# #} {{- -}} if elseif else endif for in endfor and or not a b.c loop | upper default( ) ( [ ] { } \" ' “ ” , : 0 -1 == < \\ \n é".split(
      " ",
    ),
    " ",
    "\n",
    '": "',
  );
  const anySource = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(piece, { maxLength: 40 }).map((parts) => parts.join("")),
    fc.array(piece, { maxLength: 40 }).map((parts) => parts.join(" ")),
  );
  const anyText = fc.string({ unit: "binary" });
  const anyScalar = fc.oneof(
    anyText,
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.constant(undefined),
    fc.bigInt(),
  );
  const anyData = fc.dictionary(fc.constantFrom("a", "b", "x"), fc.oneof(anyScalar, fc.anything({ withDate: true })));

  test("any text is read or refused with a TemplateError, and what is read can be rendered everywhere", () => {
    fc.assert(
      fc.property(anySource, anyData, fc.constantFrom(...contexts), (source, data, context) => {
        let problems = 0;
        try {
          const template = parseTemplate(source);
          const text = renderTemplate(template, context, scopeOf(data));
          expect(renderSegments(template, context, scopeOf(data)).text).toBe(text);
        } catch (error) {
          expect(isTemplateError(error)).toBe(true);
          problems += 1;
        }
        const found = checkTemplate(source, () => true);
        if (problems === 0) expect(found.filter((problem) => problem.severity === "error")).toEqual([]);
        completionsAt(source, source.length >> 1, [{ path: "a.b", label: "B", kind: "text" }]);
      }),
      { numRuns: 3_000 },
    );
  });

  test("a scalar inside quotes always gives JSON that reads back the same", () => {
    fc.assert(
      fc.property(anyText, anyText, (x, y) => {
        expect(JSON.parse(render('{"x":"{{x}}",“y”:"<{{ y }}>","z":{{x}}}', "json", { x, y }))).toEqual({
          x,
          y: `<${y}>`,
          z: x,
        });
      }),
    );
    fc.assert(
      fc.property(anyScalar, (x) => void JSON.parse(render('["{{x}}", "a{{x}}", {{x}}, “{{x}}"]', "json", { x }))),
    );
  });

  test("collections read back the same, quoted or not", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.array(fc.jsonValue({ maxDepth: 3 })), fc.dictionary(anyText, fc.jsonValue({ maxDepth: 3 }))),
        (x) => {
          const expected = JSON.parse(JSON.stringify(x));
          expect(JSON.parse(render('["{{x}}", {{x}}]', "json", { x }))).toEqual([expected, expected]);
        },
      ),
    );
  });

  test("headers never hold control characters", () => {
    fc.assert(
      fc.property(anyText, anyText, (x, literal) => {
        const source = `${literal.replaceAll("{", "")}{{x}}{{x|raw}}{{x|e}}{{x|json_encode}}`;
        expect(render(source, "header", { x })).not.toMatch(/\p{Cc}/u);
      }),
    );
  });

  test("URL and form values read back the same", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (x) => {
        expect(decodeURIComponent(render("{{x}}", "url", { x }))).toBe(x);
        expect(new URLSearchParams(`k=${render("{{x}}", "form", { x })}`).get("k")).toBe(x);
        expect(`k=${render("{{x}}", "form", { x })}`).toBe(new URLSearchParams({ k: x }).toString());
      }),
    );
  });

  test("XML text holds no markup and only legal characters", () => {
    fc.assert(
      fc.property(anyText, (x) => {
        const text = render("{{x}}", "xml", { x });
        expect(text).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
        expect(text).not.toMatch(/(?![\t\n\r\u007f-\u009f])\p{Cc}|\p{Cs}|[\ufffe\uffff]/u);
      }),
    );
  });

  test("segments lie in order inside the text", () => {
    fc.assert(
      fc.property(anyData, fc.constantFrom(...contexts), (data, context) => {
        const source = '{"a":"{{a}}","b":[{% for r in x %}"{{r}}{{r.b}}",{% endfor %}{{b|default("-")}}]}';
        const { text, segments } = renderSegments(compileTemplate(source), context, scopeOf(data));
        expect(text).toBe(render(source, context, data));
        let from = 0;
        for (const { start, end } of segments) {
          expect(start).toBeGreaterThanOrEqual(from);
          expect(end).toBeGreaterThanOrEqual(start);
          from = end;
        }
        expect(from).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});

describe("lookup", () => {
  test("large objects are indexed, exact spelling wins, then the first", () => {
    const big: Record<string, unknown> = Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [`Field ${index}`, index]),
    );
    big["FIELD 7"] = "second";
    expect(render("{{field7}} {{FIELD 99}} {{field 100}}", "text", big)).toBe("7 99 ");
    expect(render("{{field7}}", "text", { ...big, field7: "exact" })).toBe("exact");
    expect(render("{% for row in rows %}{{row.field 50}}{% endfor %}", "text", { rows: [big, big] })).toBe("5050");
  });
  test("any path can be written down and read again", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" }), { minLength: 1 }), (names) => {
        const steps = ["root", ...names.map(normaliseKey)];
        const read = parseTemplate(`{{ ${formatPath(steps)} }}`).references[0];
        expect(read?.steps).toEqual(steps);
      }),
    );
  });
  test("changed data is seen by the next render", () => {
    const data: Record<string, unknown> = { "A b": 1 };
    const scope = scopeOf(data);
    const template = compileTemplate("{{ab}}{{cd}}");
    expect(renderTemplate(template, "text", scope)).toBe("1");
    data["C d"] = 2;
    expect(renderTemplate(template, "text", scope)).toBe("12");
  });
});
