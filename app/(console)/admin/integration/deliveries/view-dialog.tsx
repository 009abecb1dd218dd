"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { z } from "zod";
import { applyFailure } from "@/components/form/apply-failure";
import { CheckboxField } from "@/components/form/checkbox-field";
import { TextField } from "@/components/form/text-field";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { type SavedView, viewName } from "@/lib/access/saved-views";
import { changeView, saveView } from "./view-actions";

type ViewDialogProps = {
  /** The one to rename; without it, a new one is saved. */
  view?: SavedView;
  query: string;
  mayShare: boolean;
  onClose: () => void;
  onSaved?: (id: string) => void;
};

const schema = z.object({ name: viewName, isShared: z.boolean() });

export function ViewDialog({ view, query, mayShare, onClose, onSaved }: ViewDialogProps) {
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { name: view?.name ?? "", isShared: false } });
  const submit = form.handleSubmit(async ({ name, isShared }) => {
    const result = view ? await changeView({ id: view.id, name }) : await saveView({ name, isShared, query });
    if (!result.ok) return applyFailure(form, result.error);
    toast.success(`View “${name}” saved.`);
    onClose();
    if (result.value) onSaved?.(result.value.id);
  });
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent
        size="sm"
        title={view ? `Rename view “${view.name}”` : "Save as a view"}
        description={view ? undefined : "Keeps the search, the filters and the order of this list under a name."}
        footer={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" type="submit" form="view-form" pending={form.formState.isSubmitting}>
              Save view
            </Button>
          </>
        }
      >
        <form id="view-form" noValidate onSubmit={submit} className="flex flex-col gap-4">
          <TextField control={form.control} name="name" label="Name" maxLength={60} autoFocus />
          {mayShare && <CheckboxField control={form.control} name="isShared" label="For everyone" />}
          {form.formState.errors.root && (
            <p role="alert" className="text-danger">
              {form.formState.errors.root.message}
            </p>
          )}
        </form>
      </DialogContent>
    </Dialog>
  );
}
