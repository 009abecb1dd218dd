"use client";
import { useState, useTransition } from "react";
import { useWatch } from "react-hook-form";
import { toast } from "sonner";
import { applyFailure } from "@/components/form/apply-failure";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import type { Trial } from "@/lib/runtime/try-call";
import { tryWebMethod } from "../actions";
import { useEditor, useEditorForm } from "./editor-context";
import { curlOf, sampleCalls } from "./sample";
import { TrialResult } from "./trial-result";

/** What the sample would do with the settings in the form, and the command that makes the call for real. */
export function TryPanel() {
  const { sample, urlBase, readOnly } = useEditor();
  const form = useEditorForm();
  const [pending, startTransition] = useTransition();
  const [tried, setTried] = useState<{ body: string; trial: Trial }>();
  const name = useWatch({ control: form.control, name: "name" }).trim();
  const body = sample.text.trim() === "" ? sampleCalls[sample.type] : sample.text;
  const run = form.handleSubmit(
    (settings) =>
      startTransition(async () => {
        const result = await tryWebMethod({ settings, contentType: sample.type, body }).catch(() => undefined);
        if (!result) return void toast.error("The server did not answer. Try again.");
        if (result.ok) setTried({ body, trial: result.value });
        else applyFailure(form, result.error);
      }),
    () => void toast.error("Correct the marked fields first."),
  );
  return (
    <section aria-label="Try it" className="flex min-w-0 flex-col gap-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 flex-1 basis-48">
          <h2 className="font-semibold text-lg">Try it</h2>
          <p className="text-muted">What the sample would do now, saved or not. Nothing is written.</p>
        </div>
        {!readOnly && (
          <Button pending={pending} onClick={() => void run()}>
            Try it
          </Button>
        )}
      </div>
      {/* Of another sample it would mislead. */}
      {tried?.body === body && <TrialResult trial={tried.trial} />}
      <CodeBlock
        label="cURL command"
        code={curlOf(`${urlBase}${name || "NAME"}`, "YOUR_ACCESS_KEY", sample.type, body)}
        wrap
      />
    </section>
  );
}
