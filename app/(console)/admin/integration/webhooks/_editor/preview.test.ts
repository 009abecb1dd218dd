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
