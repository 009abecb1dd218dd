"use client";
import { useMemo } from "react";
import { formatBytes, indentJson } from "@/components/exchange/format";
import { buttonStyle } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { Tab, TabPanel, Tabs, TabsList } from "@/components/ui/tabs";
import { type ParsedBody, parseBody } from "@/lib/inspector/parse-body";
import { FormTree } from "./form-tree";
import { hexDump } from "./hex";
import type { ShownRequest } from "./shown-request";

const dumpedBytes = 4096;

/** The body as it reads (JSON, form fields) and byte for byte; what is binary as a hex dump. */
export function BodyView({ request, downloadHref }: { request: ShownRequest; downloadHref: string }) {
  const parsed = useMemo(() => parseBody({ ...request, isTruncated: request.isTruncated || request.isCut }), [request]);
  if (parsed.kind === "empty") return <p className="text-muted">This request has no body.</p>;
  const isReadable = parsed.kind === "json" || parsed.kind === "form" || parsed.kind === "xml";
  return (
    <div className="flex min-w-0 flex-col gap-2">
      {isReadable ? (
        <Tabs defaultValue="parsed">
          <TabsList aria-label="Body">
            <Tab value="parsed">Parsed</Tab>
            <Tab value="raw">Raw</Tab>
          </TabsList>
          <TabPanel value="parsed" className="pt-3">
            <Parsed parsed={parsed} body={request.body} />
          </TabPanel>
          <TabPanel value="raw" className="pt-3">
            <CodeBlock label="Raw body" code={request.body} wrap lineNumbers />
          </TabPanel>
        </Tabs>
      ) : (
        <Parsed parsed={noted(parsed, request)} body={request.body} />
      )}
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 text-muted text-xs">
        <p>{describeKept(request)}</p>
        <a href={downloadHref} className={buttonStyle({ variant: "ghost", size: "sm" })}>
          Download body
        </a>
      </div>
    </div>
  );
}

function Parsed({ parsed, body }: { parsed: ParsedBody; body: string }) {
  switch (parsed.kind) {
    case "empty":
      return null;
    case "json":
      return <CodeBlock label="JSON body" code={indentJson(body)} language="json" wrap lineNumbers />;
    case "form":
    case "xml":
      return (
        <div className="rounded-lg border bg-surface p-3">
          <FormTree nodes={parsed.nodes} label={parsed.kind === "form" ? "Form fields" : "XML elements"} />
        </div>
      );
    case "text":
      return (
        <>
          {parsed.note && <p className="text-muted">{parsed.note}</p>}
          <CodeBlock label="Raw body" code={parsed.text} wrap lineNumbers />
        </>
      );
    case "binary":
      return (
        <CodeBlock
          label="Bytes in hex"
          code={hexDump(parsed.base64, dumpedBytes)}
          actions={<CopyButton text={parsed.base64} label="Copy body as base64" showLabel />}
        />
      );
  }
}

/** A body cut for the page is whole in the database, and says so. */
const noted = (parsed: ParsedBody, { isCut, isTruncated }: ShownRequest): ParsedBody =>
  parsed.kind === "text" && parsed.note && isCut && !isTruncated
    ? { ...parsed, note: "Too long to be read as JSON here; download it to see the whole." }
    : parsed;

function describeKept({ bodyBytes, bodyEncoding, isCut, isTruncated }: ShownRequest): string {
  const size = formatBytes(bodyBytes);
  const dump = bodyEncoding === "base64" && bodyBytes > dumpedBytes;
  if (isTruncated) return `${size} arrived; only the beginning is kept, because it was too long or the caller hung up.`;
  if (dump) return `${size}, not text; the first ${formatBytes(dumpedBytes)} are shown.`;
  if (isCut) return `${size}; only the beginning is shown.`;
  return bodyEncoding === "base64" ? `${size}, not text.` : `${size}.`;
}
