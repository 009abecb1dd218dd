import { mask } from "@/lib/core/secrets";
import type { CurlDraft } from "@/lib/delivery/curl/import";
import { authKindOf } from "@/lib/wire/auth/kinds";
import type { WebhookValues } from "./form-values";

export type CurlChange = { label: string; before: string; after: string };

const longest = 4_000;
const text = (value: string) => (value.length > longest ? `${value.slice(0, longest)}…` : value) || "(empty)";
const headerText = (headers: readonly { name: string; value: string }[]) =>
  text(headers.map(({ name, value }) => `${name}: ${value}`).join("\n"));

/** Credentials in a line, secrets masked. */
function authText(auth: WebhookValues["auth"] | NonNullable<CurlDraft["auth"]>): string {
  if (auth.type === "shared") return "Shared connection";
  const { label, fields, secrets } = authKindOf(auth.type);
  const values = auth as Record<string, string>;
  const shown = fields
    .filter(({ name }) => values[name])
    .map(({ name, label: field }) => `${field}: ${secrets.includes(name) ? mask : values[name]}`);
  return [label, ...shown].join("\n");
}

/** What applying a draft would change in the form, setting by setting. */
export function changesOf(values: WebhookValues, { config, auth }: CurlDraft): CurlChange[] {
  const rows: CurlChange[] = [
    { label: "Request URL", before: text(values.url), after: text(config.url) },
    { label: "HTTP Method", before: values.method, after: config.method },
    {
      label: "Encoded URL parameters",
      before: values.hasEncodedUrlParameters ? "ticked" : "not ticked",
      after: config.hasEncodedUrlParameters ? "ticked" : "not ticked",
    },
    { label: "Headers", before: headerText(values.headers), after: headerText(config.headers) },
    { label: "Body", before: text(values.body), after: text(config.body) },
  ];
  const { requestContentType, responseContentType } = config;
  if (requestContentType)
    rows.push({ label: "Request content type", before: values.requestContentType, after: requestContentType });
  if (responseContentType)
    rows.push({ label: "Response Content Type", before: values.responseContentType, after: responseContentType });
  if (auth) rows.push({ label: "Authentication", before: authText(values.auth), after: authText(auth) });
  return rows.filter(({ before, after }) => before !== after);
}
