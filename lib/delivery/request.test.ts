import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AppError, isAppError } from "@/lib/core/errors";
import { buildRequest } from "./request";
import { ticketScope } from "./scope";
import { sampleConfig, sampleGraph } from "./testing/samples";
import type { WebhookConfig } from "./webhook";

const now = new Date("2025-05-01T08:00:00Z");
const build = (config: Partial<WebhookConfig>, parameters: Record<string, string> = {}) =>
  buildRequest(sampleConfig(config), null, ticketScope(sampleGraph(), parameters, now), { now });
const failure = (work: () => unknown): AppError => {
  try {
    work();
  } catch (error) {
    if (isAppError(error)) return error;
  }
  throw new Error("nothing was refused");
};

test("the vendor's sample becomes the vendor's result (seed 004), curly quotes included", () => {
  const body = `{\n"ticketid": "{{ticket.displayid}}",\n"linkedassets": “{{ticket.linkedassets}}”\n}`;
  const { request, warnings } = build({ body });
  expect(JSON.parse(request.body ?? "")).toEqual({
    ticketid: "IN164",
    linkedassets: [
      { asset: "P2425", assetrequestdate: "2025/04/23" },
      { asset: "FH6354", assetrequestdate: "2025/04/30" },
    ],
  });
  expect(warnings).toEqual([]);
  expect(request).toMatchObject({
    method: "POST",
    url: "https://partner.example/tickets",
    headers: { "content-type": "application/json", accept: "application/json" },
    connectionId: null,
  });
  expect(request.headers["user-agent"]).toMatch(/^Hookdesk\/\d/);
});

test("whether redirects are followed is kept with the request", () => {
  expect(build({ followRedirects: true }).request.followRedirects).toBe(true);
  expect(build({}).request).not.toHaveProperty("followRedirects");
});

describe("URL (V1)", () => {
  test("ticked: the text stays, values are encoded", () => {
    const config = { url: "https://p.example/a%20b/?u={{x}}&v=%41", hasEncodedUrlParameters: true };
    expect(build(config, { x: "a&b=c d/é" }).request.url).toBe(
      "https://p.example/a%20b/?u=a%26b%3Dc%20d%2F%C3%A9&v=%41",
    );
  });

  test("unticked: values go in raw, then the whole is encoded; a ? is worth a warning", () => {
    const { request, warnings, urlSegments } = build(
      { url: "https://[::1]:8080/ü/{{x}}/?q={{y}}" },
      { x: "ä b", y: "1&2" },
    );
    expect(request.url).toBe("https://[::1]:8080/%C3%BC/%C3%A4%20b/?q=1&2");
    expect(warnings.map(({ field }) => field)).toEqual(["url"]);
    expect(urlSegments.map(({ start, end }) => request.url.slice(start, end))).toEqual(["%C3%A4%20b", "1&2"]);
  });

  test("segments and text agree for any value", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.boolean(), (x, hasEncodedUrlParameters) => {
        const { request, urlSegments } = build({ url: "https://p.example/ö/{{x}}/z", hasEncodedUrlParameters }, { x });
        expect(request.url.startsWith(`https://p.example/${hasEncodedUrlParameters ? "ö" : "%C3%B6"}/`)).toBe(true);
        expect(request.url.slice(urlSegments[0]?.end)).toBe("/z");
        expect(new URL(request.url).host).toBe("p.example");
      }),
    );
  });

  test.each(["https://{{x}}/tickets", "{{x}}", "ftp://p.example/", "https://p example/"])(
    "%s is refused when it is no URL",
    (url) => {
      const error = failure(() => build({ url }, { x: "" }));
      expect(error.code).toBe("invalid");
      expect(error.fields?.url?.[0]).toContain("isn't a full http or https URL");
    },
  );
});

test("a URL that can't be is told without its query, which may hold a key", () => {
  const error = failure(() => build({ url: "https://{{x}}/a?key=s3cret" }, { x: "" }));
  expect(error.message).toMatch(/It became: https:\/\/\/a\?…$/);
});

describe("body", () => {
  test("form values are encoded, no charset", () => {
    const config = { requestContentType: "application/x-www-form-urlencoded", body: "a={{x}}&b={{y}}" } as const;
    const { request } = build(config, { x: "1&2 3", y: "é" });
    expect(request.body).toBe("a=1%262+3&b=%C3%A9");
    expect(request.headers["content-type"]).toBe("application/x-www-form-urlencoded");
  });

  test.each(["application/xml", "text/html"] as const)("%s is escaped as markup", (requestContentType) => {
    const { request } = build({ requestContentType, body: "<t>{{x}}</t>" }, { x: "<&>" });
    expect(request.body).toBe("<t>&lt;&amp;&gt;</t>");
    expect(request.headers["content-type"]).toBe(`${requestContentType}; charset=utf-8`);
  });

  test("GET sends none and says so; an empty template sends none and no content type", () => {
    const get = build({ method: "GET", body: "{}" });
    expect(get.request.body).toBeNull();
    expect(get.warnings[0]?.message).toContain("carries no body");
    expect(build({ body: " \n" }).request).toMatchObject({ body: null });
    expect(build({ body: "" }).request.headers).not.toHaveProperty("content-type");
  });

  test("broken JSON is sent with a warning that names the place", () => {
    const { request, warnings } = build({ body: '{\n "a": oops\n}' });
    expect(request.body).toContain("oops");
    expect(warnings).toEqual([expect.objectContaining({ field: "body", line: 2, column: 7 })]);
  });

  test("broken XML is, too", () => {
    const { warnings } = build({ requestContentType: "application/xml", body: "<a>\n<b>{{x}}</a>" }, { x: "1" });
    expect(warnings).toEqual([
      {
        field: "body",
        message: "The body is not well-formed XML (</a> doesn't close <b> of line 2); it is sent as it is.",
        ...{ line: 2, column: 5 },
      },
    ]);
  });

  test("any parameter gives valid JSON that carries exactly its text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (x) => {
        const { request, warnings } = build({ body: '{"a":"{{x}}","b":{{x}},"c":"<{{x}}>"}' }, { x });
        expect(warnings).toEqual([]);
        const sent = JSON.parse(request.body ?? "");
        expect(sent).toEqual({ a: x, b: x, c: `<${x}>` });
      }),
    );
  });

  test("more than 5 MB is refused, just under is not", () => {
    const big = build({ body: '"{{x}}"' }, { x: "a".repeat(4_900_000) });
    expect(big.request.body?.length).toBe(4_900_002);
    expect(failure(() => build({ body: '"{{x}}"' }, { x: "é".repeat(2_600_000) })).code).toBe("limit");
  });

  test("a template that can't be read says which field it is in", () => {
    const error = failure(() => build({ body: "{{ticket.title" }));
    expect(error.message).toContain("The body: ");
    expect(Object.keys(error.fields ?? {})).toEqual(["body"]);
  });
});
