import { AppError } from "@/lib/core/errors";
import { version } from "@/lib/core/version";
import type { TemplateContext } from "@/lib/template/escape";
import { lineStarts, positionAt } from "@/lib/template/position";
import type { Segment } from "@/lib/template/program";
import type { RenderOptions } from "@/lib/template/render";
import type { Scope } from "@/lib/template/scope";
import { jsonErrorAt } from "@/lib/wire/codec/json-position";
import { readXml } from "@/lib/wire/codec/xml-reader";
import type { StoredRequest } from "./delivery";
import { renderedSegments } from "./rendered";
import type { ContentType, WebhookConfig } from "./webhook";

/** Something worth a look that doesn't stop the request; `field` is a path of the webhook form. */
export type RequestWarning = { field: string; message: string; line?: number; column?: number };
export type RequestSegment = Segment<TemplateContext>;

/** A request as it will be stored, and which parts of it came from which field. */
export type BuiltRequest = {
  request: StoredRequest;
  urlSegments: RequestSegment[];
  bodySegments: RequestSegment[];
  /** By lower-case name, of the custom headers that are sent. */
  headerSegments: Record<string, RequestSegment[]>;
  warnings: RequestWarning[];
};

export const userAgent = `Hookdesk/${version}`;
/** The largest body sent, in bytes. */
export const sentBodyLimit = 5_000_000;

/** How placeholders are escaped in a body of each type. */
export const bodyContexts: Record<ContentType, TemplateContext> = {
  "application/json": "json",
  "application/xml": "xml",
  "application/x-www-form-urlencoded": "form",
  "text/html": "xml",
  "text/plain": "text",
};

// JSON is UTF-8 by definition and form data is ASCII once encoded: a charset there is noise some servers refuse.
const contentTypeHeaders: Record<ContentType, string> = {
  "application/json": "application/json",
  "application/xml": "application/xml; charset=utf-8",
  "application/x-www-form-urlencoded": "application/x-www-form-urlencoded",
  "text/html": "text/html; charset=utf-8",
  "text/plain": "text/plain; charset=utf-8",
};

/** Renders the request of a webhook. AppError("invalid" or "limit") when the templates, the URL or the size can't be. */
export function buildRequest(
  config: WebhookConfig,
  connectionId: string | null,
  scope: Scope,
  options?: RenderOptions,
): BuiltRequest {
  const warnings: RequestWarning[] = [];
  const url = renderUrl(config, scope, warnings, options);
  const body = renderBody(config, scope, warnings, options);
  const custom = renderHeaders(config, scope, options);
  const request: StoredRequest = {
    method: config.method,
    url: url.text,
    headers: {
      ...(body ? { "content-type": contentTypeHeaders[config.requestContentType] } : {}),
      accept: config.responseContentType,
      "user-agent": userAgent,
      ...custom.headers,
    },
    body: body?.text ?? null,
    connectionId,
    ...(config.followRedirects && { followRedirects: true }),
  };
  return {
    request,
    urlSegments: url.segments,
    bodySegments: body?.segments ?? [],
    headerSegments: custom.segments,
    warnings,
  };
}

const unsendable = /[^\t\x20-\x7e\x80-\xff]/;

/** A header whose whole value comes out blank is left out (spec §2.4.6, P8); one of ours is replaced by one of theirs. */
function renderHeaders(config: WebhookConfig, scope: Scope, options?: RenderOptions) {
  const headers: Record<string, string> = {};
  const segments: Record<string, RequestSegment[]> = {};
  for (const [index, { name, value }] of config.headers.entries()) {
    const field = `headers.${index}.value`;
    const found = renderedSegments(field, `The header ${name}`, value, "header", scope, options);
    const text = found.text.trim();
    if (text === "") continue;
    if (unsendable.test(text))
      throw new AppError("invalid", `The header ${name} has a character that headers cannot carry.`, {
        [field]: ["Headers carry Latin letters only: encode other text, such as with the url_encode filter"],
      });
    const cut = found.text.length - found.text.trimStart().length;
    headers[name.toLowerCase()] = text;
    segments[name.toLowerCase()] = found.segments.map((one) => ({
      ...one,
      start: Math.min(Math.max(one.start - cut, 0), text.length),
      end: Math.min(Math.max(one.end - cut, 0), text.length),
    }));
  }
  return { headers, segments };
}

/** Spec V1: ticked, values are encoded one by one; unticked, values go in raw and the whole URL is then encoded. */
function renderUrl(config: WebhookConfig, scope: Scope, warnings: RequestWarning[], options?: RenderOptions) {
  const isEncoded = config.hasEncodedUrlParameters;
  const raw = renderedSegments("url", "The request URL", config.url, isEncoded ? "url" : "text", scope, options);
  const { text, segments } = isEncoded ? raw : encodeWhole(raw.text, raw.segments);
  const problem = problemWithUrl(text);
  // A query may hold an access key, and a rule's failure is told on the ticket.
  const shown = text.slice(0, 200).replace(/\?.+/s, "?…");
  if (problem) throw new AppError("invalid", `${problem} It became: ${shown}`, { url: [problem] });
  if (!isEncoded && text.includes("?")) warnings.push({ field: "url", message: queryWarning });
  return { text, segments };
}

export const queryWarning =
  "The URL has query parameters. Tick “Encoded URL parameters” so that & and = inside values can't change them.";

function problemWithUrl(url: string): string | undefined {
  // A URL parser forgives `https:///path` by taking the path for the host.
  if (!/^https?:\/\/[^/?#\\]+/i.test(url) || !URL.canParse(url))
    return "The request URL isn't a full http or https URL once its placeholders are filled.";
  return url.length > 8000 ? "The request URL is longer than 8,000 characters." : undefined;
}

/** `encodeURI` on everything behind the host (which has brackets in IPv6), moving the segments along. */
function encodeWhole(text: string, segments: readonly RequestSegment[]) {
  const hostEnd = /^[^/]*\/\/[^/?#]*/.exec(text)?.[0].length ?? 0;
  const cuts = [0, hostEnd, ...segments.flatMap(({ start, end }) => [start, end]), text.length];
  const moved = new Map<number, number>();
  let encoded = "";
  let from = 0;
  for (const cut of [...new Set(cuts)].sort((a, b) => a - b)) {
    const piece = text.slice(from, cut);
    encoded += cut <= hostEnd ? piece : encodeURI(piece.toWellFormed());
    moved.set(cut, encoded.length);
    from = cut;
  }
  return {
    text: encoded,
    segments: segments.map((segment) => ({
      ...segment,
      start: moved.get(segment.start) ?? 0,
      end: moved.get(segment.end) ?? 0,
    })),
  };
}

function renderBody(config: WebhookConfig, scope: Scope, warnings: RequestWarning[], options?: RenderOptions) {
  if (config.body.trim() === "") return undefined;
  if (config.method === "GET") {
    warnings.push({ field: "body", message: "A GET request carries no body: the body template is not sent." });
    return undefined;
  }
  const body = renderedSegments(
    "body",
    "The body",
    config.body,
    bodyContexts[config.requestContentType],
    scope,
    options,
  );
  if (sizeOf(body.text) > sentBodyLimit)
    throw new AppError("limit", "The body is larger than 5 MB. Send fewer fields or rows.", {
      body: ["Larger than 5 MB"],
    });
  const mistake = mistakes[config.requestContentType]?.(body.text);
  if (mistake) {
    const { reason, line, column } = mistake;
    const name = config.requestContentType === "application/xml" ? "well-formed XML" : "valid JSON";
    const why = reason === undefined ? "" : ` (${reason})`;
    warnings.push({ field: "body", message: `The body is not ${name}${why}; it is sent as it is.`, line, column });
  }
  return body;
}

const sizeOf = (text: string) => (text.length * 3 <= sentBodyLimit ? 0 : new TextEncoder().encode(text).length);

type TextMistake = { line: number; column: number; reason?: string };

/** Where JSON text goes wrong; undefined when it doesn't. */
function jsonMistake(text: string): TextMistake | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    const { line, column } = positionAt(lineStarts(text), jsonErrorAt(text));
    return { line, column };
  }
}

/** Where XML text goes wrong, a DOCTYPE or a prefix without its xmlns included, and how; undefined when it doesn't. */
export function xmlMistake(text: string): TextMistake | undefined {
  const mistake = readXml(text, {}, true);
  return mistake && { line: mistake.line, column: mistake.column, reason: mistake.message };
}

const mistakes: Partial<Record<ContentType, (text: string) => TextMistake | undefined>> = {
  "application/json": jsonMistake,
  "application/xml": xmlMistake,
};
