"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { applyFailure } from "@/components/form/apply-failure";
import { Form } from "@/components/form/form";
import { TextField } from "@/components/form/text-field";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import type { Failure } from "@/lib/core/result";
import { type BinInput, binInput } from "@/lib/inspector/bin";

type BinDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  saveLabel: string;
  name?: string;
  /** Returns what went wrong, if anything. */
  save: (input: BinInput) => Promise<Failure | undefined>;
};

/** Asks for the name of a bin. */
export function BinDialog({ open, onOpenChange, title, ...rest }: BinDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent size="sm" title={title}>
        <NameForm {...rest} onDone={() => onOpenChange(false)} label={title} />
      </DialogContent>
    </Dialog>
  );
}

type NameFormProps = Pick<BinDialogProps, "saveLabel" | "name" | "save"> & { onDone: () => void; label: string };

function NameForm({ saveLabel, name = "", save, onDone, label }: NameFormProps) {
  const form = useForm({ resolver: zodResolver(binInput), defaultValues: { name } });
  const submit = form.handleSubmit(async (values) => {
    const failure = await save(values);
    if (failure) applyFailure(form, failure);
    else onDone();
  });
  return (
    <Form form={form} onSubmit={submit} label={label}>
      <TextField
        control={form.control}
        name="name"
        label="Name"
        help="Whose place it takes: “Customer X test”, say."
        autoFocus
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" pending={form.formState.isSubmitting}>
          {saveLabel}
        </Button>
      </div>
    </Form>
  );
}
