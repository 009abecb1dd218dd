"use client";
import type { ReactNode } from "react";
import type { FieldValues, UseFormReturn } from "react-hook-form";
import { toast } from "sonner";
import { applyFailure } from "@/components/form/apply-failure";
import { Form } from "@/components/form/form";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import type { Result } from "@/lib/core/result";

type EditDialogProps<Values extends FieldValues, Output extends FieldValues> = {
  title: string;
  open: boolean;
  onClose: () => void;
  form: UseFormReturn<Values, unknown, Output>;
  save: (values: Output) => Promise<Result<unknown>>;
  children: ReactNode;
};

/** A small record in a dialog: saves, says so, closes; stays open with the messages beside the fields when refused. */
export function EditDialog<Values extends FieldValues, Output extends FieldValues>({
  title,
  open,
  onClose,
  form,
  save,
  children,
}: EditDialogProps<Values, Output>) {
  const submit = form.handleSubmit(async (values) => {
    const result = await save(values);
    if (!result.ok) return applyFailure(form, result.error);
    toast.success("Saved.");
    onClose();
  });
  return (
    <Dialog open={open} onOpenChange={(next) => !next && onClose()}>
      <DialogContent title={title}>
        <Form form={form} onSubmit={submit} label={title}>
          {children}
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="primary" pending={form.formState.isSubmitting}>
              Save
            </Button>
          </div>
        </Form>
      </DialogContent>
    </Dialog>
  );
}
