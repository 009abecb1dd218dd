"use client";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import { Notice } from "@/components/ui/notice";
import type { Failure } from "@/lib/core/result";
import type { CallbackFunction, CallerProof } from "@/lib/functions/function";
import { setFunctionProof } from "../actions";
import { proofOptions } from "./call-example";

type ProofDialogProps = { callable: CallbackFunction; open: boolean; onOpenChange: (open: boolean) => void };

const usual: Record<CallerProof, string> = { none: "", header: "X-Callback-Secret", hmac: "X-Signature" };
const helps: Record<CallerProof, string> = {
  none: "Whoever knows the URL may call.",
  header: "Callers send the secret in this header, besides the token in the URL.",
  hmac: "Callers send the HMAC-SHA-256 of the body in hex, with or without “sha256=”.",
};

/** What callers prove besides the token, for those that can. The secret is never shown again. */
export function ProofDialog({ open, onOpenChange, callable }: ProofDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent title={`What callers of “${callable.name}” prove`} description="Besides the token in the URL.">
        {open && <ProofForm callable={callable} onClose={() => onOpenChange(false)} />}
      </DialogContent>
    </Dialog>
  );
}

function ProofForm({ callable, onClose }: { callable: CallbackFunction; onClose: () => void }) {
  const [kind, setKind] = useState(callable.proof.kind);
  const [headerName, setHeaderName] = useState(callable.proof.headerName);
  const [secret, setSecret] = useState("");
  const [failure, setFailure] = useState<Failure>();
  const [pending, setPending] = useState(false);
  const choose = (next: CallerProof) => {
    setKind(next);
    if (headerName === "" || headerName === usual[kind]) setHeaderName(usual[next]);
  };
  const save = async () => {
    setPending(true);
    setFailure(undefined);
    const result = await setFunctionProof({ id: callable.id, kind, headerName, secret }).catch(() => undefined);
    setPending(false);
    if (!result) return setFailure({ code: "unexpected", message: "The server did not answer. Try again." });
    if (!result.ok) return setFailure(result.error);
    toast.success(`Saved what callers of “${callable.name}” prove.`);
    onClose();
  };
  const errorOf = (field: string) => failure?.fields?.[field]?.[0];
  return (
    <div className="flex flex-col gap-4">
      {failure && !failure.fields && <Notice tone="danger">{failure.message}</Notice>}
      <Field label="Proof" help={helps[kind]}>
        {(wiring) => (
          <NativeSelect
            {...wiring}
            className="w-full"
            value={kind}
            onChange={(event) => choose(event.target.value as CallerProof)}
          >
            {proofOptions.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      {kind !== "none" && (
        <>
          <Field label="Header" error={errorOf("headerName")}>
            {(wiring) => (
              <Input
                {...wiring}
                mono
                spellCheck={false}
                autoComplete="off"
                value={headerName}
                onChange={(event) => setHeaderName(event.target.value)}
              />
            )}
          </Field>
          <Field label="Secret" help="Kept encrypted, and never shown again." error={errorOf("secret")}>
            {(wiring) => (
              <Input
                {...wiring}
                type="password"
                autoComplete="new-password"
                placeholder={callable.proof.kind === "none" ? undefined : "stored; leave blank to keep"}
                value={secret}
                onChange={(event) => setSecret(event.target.value)}
              />
            )}
          </Field>
        </>
      )}
      <div className="flex justify-end gap-2 pb-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="primary" pending={pending} onClick={() => void save()}>
          Save
        </Button>
      </div>
    </div>
  );
}
