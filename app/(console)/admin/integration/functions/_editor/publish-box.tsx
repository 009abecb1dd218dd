"use client";
import { useState } from "react";
import { useFormState, useWatch } from "react-hook-form";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { CopyButton } from "@/components/ui/copy-button";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import { callerProofs } from "@/lib/functions/function";
import { publishFunction, unpublishFunction } from "../actions";
import { curlOf } from "./call-example";
import { useEditor, useEditorForm } from "./editor-context";
import { ProofDialog } from "./proof-dialog";

type Asked = "publish" | "anyway" | "unpublish" | "proof";

/** Whether external applications can call the function, where, and how to change that. */
export function PublishBox() {
  const { callable, url, readOnly, save } = useEditor();
  const form = useEditorForm();
  const { isDirty } = useFormState({ control: form.control });
  const apiName = useWatch({ control: form.control, name: "apiName" });
  const [asked, setAsked] = useState<Asked>();
  const [failing, setFailing] = useState<readonly string[]>([]);
  const isPublished = callable?.isPublished ?? false;
  const name = callable?.name ?? "";
  const again = isPublished ? " again" : "";

  const ask = async (what: Asked) => {
    if (what === "publish" && apiName.trim() === "") {
      form.setError("apiName", { message: "Enter an API name: it is part of the URL" });
      return form.setFocus("apiName");
    }
    // What is published is what is stored.
    if (what === "publish" && isDirty && !(await save())) return;
    setAsked(what);
  };
  const publish = async (anyway: boolean) => {
    const result = await publishFunction({ id: callable?.id ?? "", anyway });
    if (result.ok) return void toast.success(`“${name}” published${again}. Its URL is on this page.`);
    const tests = result.error.fields?.tests;
    if (!tests) return { error: result.error.message };
    setFailing(tests);
    // Once this dialog is closed.
    setTimeout(() => setAsked("anyway"));
    return undefined;
  };
  const dialog = (what: Asked) => ({
    open: asked === what,
    onOpenChange: (open: boolean) => !open && setAsked((now) => (now === what ? undefined : now)),
  });

  return (
    <section aria-labelledby="publish-heading" className="flex min-w-0 flex-col gap-3 rounded-lg border p-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 id="publish-heading" className="font-semibold">
          Publish
        </h2>
        <Status meaning={isPublished ? "success" : "faint"}>{isPublished ? "Published" : "Unpublished"}</Status>
      </div>
      {!callable && (
        <p className="text-muted text-xs">Save the function first. Until it is published nobody can call it.</p>
      )}
      {callable && !isPublished && (
        <p className="text-muted text-xs">Publishing makes a URL with a token that other applications call.</p>
      )}
      {callable?.publishedAt && isPublished && (
        <p className="text-muted text-xs">
          Since <Time value={callable.publishedAt} />, token ending in{" "}
          <code className="font-mono">…{callable.tokenEnd}</code>
        </p>
      )}
      {callable && url && (
        <>
          <section
            aria-label="Callback URL"
            className="flex min-w-0 items-start gap-1 rounded-md border bg-surface py-1 pr-1 pl-2"
          >
            <code className="min-w-0 flex-1 py-1 font-mono text-xs leading-5 [overflow-wrap:anywhere]">{url}</code>
            <CopyButton text={url} label="Copy URL" />
          </section>
          <CodeBlock label="cURL example" code={curlOf(url, callable)} wrap />
          <p className="text-muted text-xs">
            GET works, too, with arguments in the address. Tokens in addresses end up in logs and histories: publish
            again when one leaked, and ask callers that can for a proof besides.
          </p>
        </>
      )}
      {callable && (
        <p className="text-xs">
          <span className="text-muted">Callers prove: </span>
          {callerProofs[callable.proof.kind]}
          {callable.proof.kind !== "none" && <code className="font-mono"> {callable.proof.headerName}</code>}
        </p>
      )}
      {callable && !readOnly && (
        <div className="flex flex-wrap gap-2">
          <Button size="sm" onClick={() => void ask("publish")}>
            {isPublished ? "Publish again" : "Publish"}
          </Button>
          {isPublished && (
            <Button size="sm" onClick={() => setAsked("unpublish")}>
              Unpublish
            </Button>
          )}
          <Button size="sm" variant="ghost" onClick={() => setAsked("proof")}>
            Change proof
          </Button>
        </div>
      )}
      <ConfirmDialog
        {...dialog("publish")}
        title={`Publish “${name}”${again}?`}
        description={
          isPublished
            ? "It gets a new URL. The one there is now stops working at once, for everyone who calls it."
            : "Whoever has its URL can run it from then on."
        }
        confirmLabel={`Publish${again}`}
        danger={isPublished}
        onConfirm={() => publish(false)}
      />
      <ConfirmDialog
        {...dialog("anyway")}
        title={`Publish “${name}” although test cases fail?`}
        description={failing.join(" · ")}
        confirmLabel="Publish anyway"
        danger
        onConfirm={() => publish(true)}
      />
      <ConfirmDialog
        {...dialog("unpublish")}
        title={`Unpublish “${name}”?`}
        description="Its URL stops working at once. Script, test cases and runs stay."
        confirmLabel="Unpublish"
        danger
        onConfirm={async () => {
          const result = await unpublishFunction({ id: callable?.id ?? "" });
          if (!result.ok) return { error: result.error.message };
          toast.success(`“${name}” unpublished.`);
          return undefined;
        }}
      />
      {callable && <ProofDialog callable={callable} {...dialog("proof")} />}
    </section>
  );
}
