"use client";
import { Terminal } from "lucide-react";
import { useMemo, useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Textarea } from "@/components/ui/textarea";
import { type CurlDraft, importCurl } from "@/lib/delivery/curl/import";
import { changesOf } from "./curl-changes";
import { useEditor, useEditorForm } from "./editor-context";

/** Drafts the request from a command a partner's document gives: shows what would change, then changes the form. */
export function CurlImport() {
  const { readOnly } = useEditor();
  const [open, setOpen] = useState(false);
  if (readOnly) return null;
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        <Terminal aria-hidden />
        Import from cURL
      </Button>
      <Dialog open={open} onOpenChange={setOpen}>
        {open && <ImportDialog onDone={() => setOpen(false)} />}
      </Dialog>
    </>
  );
}

function ImportDialog({ onDone }: { onDone: () => void }) {
  const { getValues, setValue } = useEditorForm();
  const [command, setCommand] = useState("");
  const result = useMemo(() => (command.trim() === "" ? undefined : importCurl(command)), [command]);
  const draft = result?.ok ? result.draft : undefined;

  const apply = ({ config, auth }: CurlDraft) => {
    const options = { shouldDirty: true, shouldValidate: true };
    for (const [name, value] of Object.entries(config)) setValue(name as keyof typeof config, value as never, options);
    if (auth) setValue("auth", { ...getValues("auth"), ...auth } as never, options);
    toast.success("The request was taken over from the command. Nothing is saved yet.");
    onDone();
  };

  return (
    <DialogContent
      title="Import from cURL"
      size="lg"
      description="Paste the command from the receiving system’s documents. Nothing is run."
      footer={
        <>
          <DialogClose render={<Button>Cancel</Button>} />
          <Button variant="primary" disabled={!draft} onClick={() => draft && apply(draft)}>
            Apply
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label="cURL command" error={result && !result.ok ? result.message : undefined}>
          {(wiring) => (
            <Textarea
              {...wiring}
              mono
              rows={5}
              spellCheck={false}
              value={command}
              onChange={(event) => setCommand(event.target.value)}
              placeholder={
                "curl -X POST https://partner.example/api/tickets \\\n  -H 'Content-Type: application/json' -d '{…}'"
              }
            />
          )}
        </Field>
        {draft && <Changes draft={draft} />}
      </div>
    </DialogContent>
  );
}

function Changes({ draft }: { draft: CurlDraft }) {
  const { getValues } = useEditorForm();
  const rows = changesOf(getValues(), draft);
  return (
    <>
      {rows.length === 0 ? (
        <p className="text-muted">The form already says all this.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        <section className="max-h-[40dvh] overflow-auto rounded-md border" tabIndex={0} aria-label="Changes">
          <table className="w-full text-left text-xs">
            <caption className="sr-only">What would change</caption>
            <thead className="text-muted">
              <tr className="border-b">
                <th className="px-3 py-2 font-medium">Setting</th>
                <th className="px-3 py-2 font-medium">Now</th>
                <th className="px-3 py-2 font-medium">From the command</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ label, before, after }) => (
                <tr key={label} className="border-b align-top last:border-b-0">
                  <th scope="row" className="px-3 py-2 font-medium">
                    {label}
                  </th>
                  <td className="whitespace-pre-wrap px-3 py-2 font-mono text-muted [overflow-wrap:anywhere]">
                    {before}
                  </td>
                  <td className="whitespace-pre-wrap px-3 py-2 font-mono [overflow-wrap:anywhere]">{after}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {draft.notes.length > 0 && (
        <Notice tone="warning" title="Not taken over as it is">
          <ul className="list-disc pl-4">
            {draft.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}
