"use client";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { KeyValue } from "@/components/ui/key-value";
import { LoadedSheet } from "@/components/ui/loaded-sheet";
import { TextDiff } from "@/components/ui/text-diff";
import type { FunctionInput } from "@/lib/functions/function";
import { loadVersion } from "./version-actions";

type Loaded = { values: FunctionInput; before: FunctionInput | null };

type VersionDetailProps = {
  functionId: string;
  /** Undefined closes it. */
  version: number | undefined;
  onClose: () => void;
  /** Unset where there is nothing to restore. */
  onRestore?: () => void;
};

/** What a version changed. */
export function VersionDetail({ functionId, version, onClose, onRestore }: VersionDetailProps) {
  return (
    <LoadedSheet
      subject={version === undefined ? undefined : String(version)}
      what="version"
      title={`Version ${version ?? ""}`}
      load={(subject) => loadVersion({ functionId, version: Number(subject) })}
      onClose={onClose}
      className="w-[min(880px,100vw-32px)]"
      footer={onRestore && <Button onClick={onRestore}>Restore this version</Button>}
    >
      {(loaded) => <Version {...loaded} />}
    </LoadedSheet>
  );
}

function Version({ values, before }: Loaded) {
  return (
    <>
      <KeyValue
        items={Object.entries(shown).map(([label, of]) => ({
          label,
          value: <Changed now={of(values)} before={before ? of(before) : undefined} />,
        }))}
      />
      {before?.source === values.source ? (
        <CodeBlock label="Script, unchanged" code={values.source} wrap lineNumbers />
      ) : (
        <TextDiff
          label="Script"
          before={before?.source ?? ""}
          after={values.source}
          beforeLabel={before ? "The version before" : "Nothing before"}
          afterLabel="This version"
        />
      )}
    </>
  );
}

const shown: Record<string, (values: FunctionInput) => string> = {
  "Function name": ({ name }) => name,
  "API name": ({ apiName }) => apiName || "None",
  Description: ({ description }) => description || "None",
  "Return type": ({ returnType }) => returnType,
  Parameters: ({ parameters }) => parameters.map(({ type, name }) => `${type} ${name}`).join(", ") || "None",
  Limits: ({ limits }) =>
    `${limits.ratePerMinute.toLocaleString("en")} calls a minute, ${limits.concurrency.toLocaleString("en")} at the same time, ${limits.timeSeconds} s`,
};

function Changed({ now, before }: { now: string; before: string | undefined }) {
  if (before === undefined || before === now) return now;
  return (
    <>
      <del className="text-danger">
        <span className="sr-only">Removed: </span>
        {before}
      </del>{" "}
      <ins className="text-success decoration-2">
        <span className="sr-only">Added: </span>
        {now}
      </ins>
    </>
  );
}
