"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { KeyValue } from "@/components/ui/key-value";
import { indentJson, isJsonType } from "./format";

/** Names left, values right, each value with its own copy button and one for all. */
export function Headers({ label, headers }: { label: string; headers: Record<string, string> }) {
  const entries = Object.entries(headers);
  return (
    <section aria-label={label} className="min-w-0">
      <div className="mb-1.5 flex h-7 items-center justify-between gap-2">
        <p className="font-medium">
          {label} <span className="font-normal text-faint tabular-nums">{entries.length}</span>
        </p>
        {entries.length > 0 && (
          <CopyButton
            text={entries.map(([name, value]) => `${name}: ${value}`).join("\n")}
            label={`Copy ${label.toLowerCase()}`}
          />
        )}
      </div>
      {entries.length === 0 ? (
        <p className="text-muted">None.</p>
      ) : (
        <KeyValue mono items={entries.map(([name, value]) => ({ label: name, value }))} />
      )}
    </section>
  );
}

type BodyProps = { label: string; body: string | null; contentType: string | undefined; isTruncated?: boolean };

/** A body; JSON is indented for reading, token for token, with the text as it was one press away. */
export function Body({ label, body, contentType, isTruncated }: BodyProps) {
  const [asSent, setAsSent] = useState(false);
  if (!body) return <p className="text-muted">{label}: empty.</p>;
  const isJson = isJsonType(contentType);
  const indented = isJson ? indentJson(body) : body;
  const isChanged = indented !== body;
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <CodeBlock
        label={label}
        code={isChanged && !asSent ? indented : body}
        language={isJson ? "json" : undefined}
        wrap
        lineNumbers
        actions={
          isChanged && (
            <Button variant="ghost" size="sm" onClick={() => setAsSent(!asSent)}>
              {asSent ? "Indent" : "As sent"}
            </Button>
          )
        }
      />
      {isTruncated && <p className="text-muted text-xs">Only the beginning of this body is kept (64 KB).</p>}
    </div>
  );
}
