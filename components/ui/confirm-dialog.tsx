"use client";
import { type ReactNode, useState } from "react";
import { Button } from "./button";
import { Dialog, DialogContent } from "./dialog";
import { Field } from "./field";
import { Input } from "./input";
import { Notice } from "./notice";

type ConfirmDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Names the thing: "Delete webhook “Order sync”?" */
  title: string;
  /** What will happen, with numbers. */
  description?: ReactNode;
  /** The verb and the noun: "Delete webhook". */
  confirmLabel: string;
  cancelLabel?: string;
  danger?: boolean;
  /** When given, the person has to type it first. */
  typedName?: string;
  /** Resolve to close; resolve to `{ error }` to stay open and show it. */
  onConfirm: () => Promise<undefined | { error: string }> | undefined;
};

/** Asks before what can't be undone. Stays open while the work runs, and when it fails. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onOpenChange, title, description, confirmLabel, cancelLabel = "Cancel", danger, typedName } = props;
  const [typed, setTyped] = useState("");
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<string>();

  const change = (next: boolean) => {
    if (pending) return;
    setTyped("");
    setError(undefined);
    onOpenChange(next);
  };
  const confirm = async () => {
    setPending(true);
    setError(undefined);
    try {
      const failed = await props.onConfirm();
      if (failed) setError(failed.error);
      else onOpenChange(false);
    } catch {
      setError("The server did not answer. Check your connection and try again.");
    } finally {
      setPending(false);
      setTyped("");
    }
  };

  return (
    <Dialog open={open} onOpenChange={change}>
      <DialogContent
        size="sm"
        title={title}
        description={description}
        footer={
          <>
            <Button onClick={() => change(false)}>{cancelLabel}</Button>
            <Button
              variant={danger ? "danger" : "primary"}
              pending={pending}
              disabled={typedName !== undefined && typed !== typedName}
              onClick={confirm}
            >
              {confirmLabel}
            </Button>
          </>
        }
      >
        {(typedName !== undefined || error) && (
          <div className="flex flex-col gap-3">
            {typedName !== undefined && (
              <Field label={<>Type “{typedName}” to confirm</>}>
                {(control) => (
                  <Input
                    {...control}
                    autoComplete="off"
                    value={typed}
                    onChange={(event) => setTyped(event.target.value)}
                  />
                )}
              </Field>
            )}
            {error && <Notice tone="danger">{error}</Notice>}
          </div>
        )}
      </DialogContent>
    </Dialog>
  );
}
