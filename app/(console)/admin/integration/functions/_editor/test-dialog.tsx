"use client";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import { Notice } from "@/components/ui/notice";
import { Textarea } from "@/components/ui/textarea";
import type { Failure } from "@/lib/core/result";
import type { FunctionTestInput } from "@/lib/functions/function";
import { saveFunctionTest } from "../actions";

/** A test case on its way; `id` for one that is stored. */
export type TestDraft = {
  id?: string;
  name?: string;
  arguments: string;
  kind: FunctionTestInput["expects"]["kind"];
  text: string;
};

type TestDialogProps = { functionId: string; draft: TestDraft | undefined; onClose: () => void };

/** Arguments, and what the function must give for them. */
export function TestDialog({ functionId, draft, onClose }: TestDialogProps) {
  return (
    <Dialog open={draft !== undefined} onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={draft?.id ? "Edit test case" : "Add test case"} size="lg">
        {draft && <TestForm functionId={functionId} draft={draft} onClose={onClose} />}
      </DialogContent>
    </Dialog>
  );
}

function TestForm({ functionId, draft, onClose }: TestDialogProps & { draft: TestDraft }) {
  const [values, setValues] = useState({ name: "", ...draft });
  const [failure, setFailure] = useState<Failure>();
  const [pending, setPending] = useState(false);
  const set = (change: Partial<TestDraft>) => setValues({ ...values, ...change });
  const errorOf = (field: string) => failure?.fields?.[`test.${field}`]?.[0];
  const save = async () => {
    setPending(true);
    setFailure(undefined);
    const { id: testId, name, arguments: given, kind, text } = values;
    const test = { name, arguments: given, expects: { kind, text } };
    const result = await saveFunctionTest({ id: functionId, testId, test }).catch(() => undefined);
    setPending(false);
    if (!result) return setFailure({ code: "unexpected", message: "The server did not answer. Try again." });
    if (!result.ok) return setFailure(result.error);
    toast.success(`Test case “${name}” saved.`);
    onClose();
  };
  return (
    <div className="flex flex-col gap-4">
      {failure && !failure.fields && <Notice tone="danger">{failure.message}</Notice>}
      <Field label="Name" error={errorOf("name")}>
        {(wiring) => (
          <Input
            {...wiring}
            autoComplete="off"
            value={values.name}
            onChange={(event) => set({ name: event.target.value })}
          />
        )}
      </Field>
      <Field label="Arguments" help="A JSON object, as a caller sends it." error={errorOf("arguments")}>
        {(wiring) => (
          <Textarea
            {...wiring}
            mono
            rows={4}
            spellCheck={false}
            value={values.arguments}
            onChange={(event) => set({ arguments: event.target.value })}
          />
        )}
      </Field>
      <Field label="Expects">
        {(wiring) => (
          <NativeSelect
            {...wiring}
            className="w-full"
            value={values.kind}
            onChange={(event) => set({ kind: event.target.value === "error" ? "error" : "output" })}
          >
            <option value="output">A return value: exactly this text</option>
            <option value="error">An error: its message contains this text</option>
          </NativeSelect>
        )}
      </Field>
      <Field label={values.kind === "output" ? "Return value" : "Part of the message"} error={errorOf("expects.text")}>
        {(wiring) => (
          <Textarea
            {...wiring}
            mono
            rows={4}
            spellCheck={false}
            value={values.text}
            onChange={(event) => set({ text: event.target.value })}
          />
        )}
      </Field>
      <div className="flex justify-end gap-2 pb-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="primary" pending={pending} onClick={() => void save()}>
          Save test case
        </Button>
      </div>
    </div>
  );
}
