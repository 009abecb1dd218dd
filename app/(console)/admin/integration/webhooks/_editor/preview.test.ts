import { expect, test } from "vitest";
import { sampleGraph } from "@/lib/delivery/testing/samples";
import { webhookParameter } from "@/lib/delivery/webhook";
import { newValues, type WebhookValues } from "./form-values";
import { previewValues } from "./preview";

const now = new Date("2026-01-02T03:04:05Z");
const values = (changed: Partial<WebhookValues>): WebhookValues => ({ ...newValues(1, []), name: "A", ...changed });

test("the exact request, with the parts that came from fields", () => {
  const preview = previewValues(
    values({ url: " https://x.example/{{ticket.id}} ", body: '{"t":"{{ticket.displayid}}","v":"{{V}}"}' }),
    sampleGraph(),
    {},
    now,
  );
  expect(preview).toMatchObject({
    state: "ready",
    built: { request: { method: "POST", url: "https://x.example/7", body: '{"t":"IN164","v":""}' } },
  });
});

test("given values reach open parameters only", () => {
  const parameters = [
    webhookParameter.parse({ name: "Reference " }),
    webhookParameter.parse({ name: "Id", isReadOnly: true, defaultText: "{{ticket.displayid}}" }),
    { ...webhookParameter.parse({ name: "x" }), name: "" },
  ];
  const config = values({ url: "https://x.example/", body: "{{Reference}}/{{Id}}", parameters });
  const preview = previewValues(config, sampleGraph(), { Reference: "C-1", Id: "other", Gone: "x" }, now);
  expect(preview).toMatchObject({ state: "ready", parameters: { Reference: "C-1", Id: "IN164" } });
});

test("what can't become a request says why", () => {
  expect(previewValues(values({}), sampleGraph(), {}, now)).toEqual({
    state: "blocked",
    message: "Enter a request URL to see the request.",
    parameters: {},
  });
  expect(previewValues(values({ url: "https://x/{{" }), sampleGraph(), {}, now)).toMatchObject({ state: "blocked" });
  expect(previewValues(values({ url: "ftp:" }), sampleGraph(), {}, now)).toMatchObject({ state: "blocked" });
});

test("headers that have a name and a value are there; a row being typed is not", () => {
  const headers = [
    { name: " X-Source ", value: "{{ticket.displayid}}" },
    { name: "X-Empty", value: "{{ticket.thirdpartyid}}" },
    { name: "", value: "typed first" },
    { name: "not a name", value: "x" },
  ];
  const preview = previewValues(values({ url: "https://x.example/", headers }), sampleGraph(), {}, now);
  const sent = preview.state === "ready" ? preview.built.request.headers : {};
  expect(sent).toMatchObject({ "x-source": "IN164" });
  expect(Object.keys(sent).filter((name) => name.startsWith("x-") || name === "")).toEqual(["x-source"]);
});

test("the other setting of Encoded URL parameters is shown where it makes a difference", () => {
  const otherUrl = (url: string, hasEncodedUrlParameters: boolean) => {
    const parameters = [webhookParameter.parse({ name: "who", defaultText: "a&b" })];
    const preview = previewValues(values({ url, hasEncodedUrlParameters, parameters }), sampleGraph(), {}, now);
    return preview.state === "ready" ? preview.otherUrl : preview.message;
  };
  expect(otherUrl("https://x.example/?who={{who}}", false)).toBe("https://x.example/?who=a%26b");
  expect(otherUrl("https://x.example/?who={{who}}", true)).toBe("https://x.example/?who=a&b");
  expect(otherUrl("https://x.example/{{ticket.id}}", false)).toBeUndefined();
});
