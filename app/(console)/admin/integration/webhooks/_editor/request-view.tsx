"use client";
import { type ReactNode, useMemo } from "react";
import { CodeBlock } from "@/components/ui/code-block";
import { codeLines, type Highlight } from "@/components/ui/code-lines";
import { CopyButton } from "@/components/ui/copy-button";
import { KeyValue } from "@/components/ui/key-value";
import { MethodBadge } from "@/components/ui/method-badge";
import { mask } from "@/lib/core/secrets";
import type { BuiltRequest, RequestSegment } from "@/lib/delivery/request";
import { describeSegment, httpText, shownHeaders } from "./request-text";

const markStyle =
  "rounded-sm bg-accent-subtle text-accent-text underline decoration-accent-text decoration-dotted underline-offset-4";

const highlightsOf = (segments: readonly RequestSegment[]): Highlight[] =>
  segments
    .filter(({ start, end }) => end > start)
    .map((segment) => ({ start: segment.start, end: segment.end, title: describeSegment(segment) }));

/** One line with its inserted parts tinted. */
function Marked({ text, segments }: { text: string; segments: readonly RequestSegment[] }) {
  const pieces = useMemo(() => codeLines(text, highlightsOf(segments))[0] ?? [], [text, segments]);
  return pieces.map((piece, index) =>
    piece.mark ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one line, drawn whole
      <mark key={index} title={piece.mark.title} className={markStyle}>
        {piece.text}
      </mark>
    ) : (
      piece.text
    ),
  );
}

type RequestViewProps = {
  built: BuiltRequest;
  authHeaders: Record<string, string>;
  /** A line beneath the URL. */
  otherUrl?: ReactNode;
};

/** The request as it will go out; every part that came from a field is tinted and says which. */
export function RequestView({ built, authHeaders, otherUrl }: RequestViewProps) {
  const { request, urlSegments, bodySegments, headerSegments } = built;
  const bodyMarks = useMemo(() => highlightsOf(bodySegments), [bodySegments]);
  const headers = shownHeaders(request.headers, authHeaders);
  const isJson = request.headers["content-type"] === "application/json";
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <div>
        <div className="flex items-start gap-2 rounded-lg border bg-surface py-1 pr-1 pl-3">
          <MethodBadge method={request.method} className="mt-1 leading-5" />
          <code className="mt-1 min-w-0 flex-1 font-mono text-xs leading-5 [overflow-wrap:anywhere]">
            <Marked text={request.url} segments={urlSegments} />
          </code>
          <CopyButton text={request.url} label="Copy URL" />
        </div>
        {otherUrl}
      </div>
      <section aria-label="Headers">
        <h3 className="mb-1.5 text-muted text-xs">Headers</h3>
        <KeyValue
          mono
          className="gap-y-0.5"
          items={headers.map(([name, value]) => ({
            label: name,
            value: value.endsWith(mask) ? (
              <span title="Sent, but never shown">{value}</span>
            ) : (
              <Marked text={value} segments={headerSegments[name] ?? []} />
            ),
          }))}
        />
      </section>
      {request.body === null ? (
        <p className="text-muted">No body is sent.</p>
      ) : (
        <CodeBlock
          label="Body"
          code={request.body}
          language={isJson ? "json" : undefined}
          highlights={bodyMarks}
          lineNumbers
          wrap
        />
      )}
      <Substitutions segments={[...urlSegments, ...Object.values(headerSegments).flat(), ...bodySegments]} />
      <CopyButtons text={httpText(request, headers)} />
    </div>
  );
}

function CopyButtons({ text }: { text: { raw: string; curl: string } }) {
  return (
    <div className="flex flex-wrap gap-2">
      <CopyButton showLabel variant="secondary" text={text.raw} label="Copy as text" />
      <CopyButton showLabel variant="secondary" text={text.curl} label="Copy as cURL" />
    </div>
  );
}

const mostListed = 100;

/** The same as the tints, for those who can't hover. */
function Substitutions({ segments }: { segments: readonly RequestSegment[] }) {
  if (segments.length === 0) return null;
  return (
    <details className="group">
      <summary className="rounded-sm text-muted text-xs hover:text-text">
        {segments.length === 1 ? "1 inserted value" : `${segments.length} inserted values`}
      </summary>
      <table className="mt-2 w-full table-fixed text-left text-xs">
        <caption className="sr-only">Inserted values</caption>
        <thead className="text-muted">
          <tr>
            <th scope="col" className="py-1 pr-3 font-normal">
              Field
            </th>
            <th scope="col" className="py-1 pr-3 font-normal">
              Value
            </th>
            <th scope="col" className="w-16 py-1 font-normal">
              Escaped
            </th>
          </tr>
        </thead>
        <tbody className="font-mono">
          {segments.slice(0, mostListed).map(({ path, rawValue, escaping }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list is drawn whole, never reordered
            <tr key={index} className="border-t align-top">
              <td className="break-words py-1 pr-3">{path}</td>
              <td className="line-clamp-3 break-words py-1 pr-3">
                {rawValue === "" ? <span className="font-sans text-muted">empty</span> : rawValue}
              </td>
              <td className="py-1 font-sans text-muted">{escaping}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
