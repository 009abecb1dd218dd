"use client";
import { Terminal } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { MethodBadge } from "@/components/ui/method-badge";
import { Notice } from "@/components/ui/notice";
import { Tab, TabPanel, Tabs, TabsList } from "@/components/ui/tabs";
import { Time } from "@/components/ui/time";
import type { Attempt, StoredRequest } from "@/lib/delivery/delivery";
import { toCurl } from "@/lib/inspector/curl";
import { formatBytes, formatMs, splitUrl, statusText } from "./format";
import { Body, Headers } from "./message-parts";
import { rawRequest, rawResponse } from "./raw-text";
import { TimingBar } from "./timing-bar";

/** What went out and, once there is an attempt, what came back. Headers of the attempt win: they are what was really sent. */
type ExchangeProps = {
  request: StoredRequest;
  attempt?: Pick<Attempt, "sentHeaders" | "response" | "error" | "timing" | "durationMs" | "remoteAddress" | "notes"> &
    Partial<Pick<Attempt, "certificateExpiresAt">>;
  defaultTab?: "request" | "response" | "timing" | "raw";
  className?: string;
};

/** One HTTP exchange: a line that sums it up, and tabs Request, Response, Timing, Raw. The same wherever one is shown. */
export function Exchange({ request, attempt, defaultTab, className }: ExchangeProps) {
  const headers = attempt?.sentHeaders ?? request.headers;
  const response = attempt?.response;
  return (
    <div className={className}>
      <ExchangeSummary request={request} attempt={attempt} />
      <Tabs defaultValue={defaultTab ?? (attempt ? "response" : "request")} className="mt-2">
        <TabsList aria-label="Exchange">
          <Tab value="request">Request</Tab>
          <Tab value="response">Response</Tab>
          <Tab value="timing">Timing</Tab>
          <Tab value="raw">Raw</Tab>
        </TabsList>
        <TabPanel value="request" className="pt-4">
          <RequestView request={request} headers={headers} />
        </TabPanel>
        <TabPanel value="response" className="flex flex-col gap-4 pt-4">
          {attempt?.error && <Notice tone="danger">{attempt.error.message}</Notice>}
          {attempt?.notes.map((note) => (
            <Notice key={note} tone="warning">
              {note}
            </Notice>
          ))}
          {response && (
            <>
              <Headers label="Response headers" headers={response.headers} />
              {response.isBodyRemoved ? (
                <BodyRemoved />
              ) : (
                <Body
                  label="Response body"
                  body={response.body}
                  contentType={response.headers["content-type"]}
                  isTruncated={response.isTruncated}
                />
              )}
            </>
          )}
          {!response && !attempt?.error && <p className="text-muted">{attempt ? "No reply." : "Not sent yet."}</p>}
        </TabPanel>
        <TabPanel value="timing" className="pt-4">
          {attempt?.timing ? (
            <TimingBar timing={attempt.timing} />
          ) : (
            <p className="text-muted">{attempt ? "Nothing was sent, so nothing was timed." : "Not sent yet."}</p>
          )}
          {attempt?.remoteAddress && (
            <p className="mt-3 text-muted">
              Answered by <span className="font-mono text-xs">{attempt.remoteAddress}</span>
            </p>
          )}
          {attempt?.certificateExpiresAt && (
            <p className="mt-1 text-muted">
              Certificate valid until <Time value={attempt.certificateExpiresAt} format="exact" />
            </p>
          )}
        </TabPanel>
        <TabPanel value="raw" className="flex flex-col gap-4 pt-4">
          <CodeBlock label="Raw request" code={rawRequest(request, headers)} wrap />
          {response && <CodeBlock label="Raw response" code={rawResponse(response)} wrap />}
        </TabPanel>
      </Tabs>
    </div>
  );
}

/** Method, host and path, status, duration, size of the reply; in one line that shortens the path first. */
export function ExchangeSummary({ request, attempt }: Pick<ExchangeProps, "request" | "attempt">) {
  const { host, rest } = splitUrl(request.url);
  const response = attempt?.response;
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
      <MethodBadge method={request.method} />
      <span title={request.url} className="min-w-0 max-w-full flex-1 basis-40 truncate font-mono text-xs">
        {host}
        <span className="text-muted">{rest}</span>
      </span>
      {response ? (
        <Badge tone={toneOf(response.status)}>{statusText(response.status)}</Badge>
      ) : (
        attempt?.error && <Badge tone="danger">{errorWords[attempt.error.kind]}</Badge>
      )}
      {attempt && <span className="text-muted tabular-nums">{formatMs(attempt.durationMs)}</span>}
      {response && <span className="text-muted tabular-nums">{formatBytes(response.bodyBytes)}</span>}
    </div>
  );
}

/** The request alone: URL, headers, body. For a preview, too. */
export function RequestView({ request, headers }: { request: StoredRequest; headers?: Record<string, string> }) {
  const shown = headers ?? request.headers;
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <div className="flex items-start gap-2 rounded-lg border bg-surface py-1 pr-1 pl-3">
        <span className="min-w-0 flex-1 py-1 font-mono text-xs leading-5 [overflow-wrap:anywhere]">
          <MethodBadge method={request.method} /> {request.url}
        </span>
        <CopyButton text={request.url} label="Copy URL" />
        <CopyButton text={asCurl(request, shown)} label="Copy as cURL" icon={Terminal} />
      </div>
      <Headers label="Request headers" headers={shown} />
      {request.isBodyRemoved ? (
        <BodyRemoved />
      ) : (
        <Body label="Request body" body={request.body} contentType={shown["content-type"]} />
      )}
    </div>
  );
}

const BodyRemoved = () => <p className="text-muted">The body was removed by retention (Settings, Retention).</p>;

/** Masked credentials stay masked: whoever runs the command puts in their own. */
const asCurl = ({ method, url, body }: StoredRequest, headers: Record<string, string>) =>
  toCurl({ method, headers: Object.entries(headers), body: body ?? "", bodyEncoding: "utf8" }, url);

const toneOf = (status: number) => (status < 300 ? "success" : status < 400 ? "warning" : "danger");

const errorWords: Record<NonNullable<Attempt["error"]>["kind"], string> = {
  invalid_url: "Invalid URL",
  blocked: "Blocked",
  dns: "Name not found",
  refused: "Refused",
  reset: "Connection lost",
  tls: "TLS failed",
  timeout: "Timed out",
  too_large: "Too large",
  protocol: "Not HTTP",
  status: "Failed",
  interrupted: "Interrupted",
  credentials: "No credentials",
  unreadable: "Unreadable",
  proxy: "Proxy failed",
};
