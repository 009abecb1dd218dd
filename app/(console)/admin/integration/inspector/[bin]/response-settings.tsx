"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { applyFailure } from "@/components/form/apply-failure";
import { Form } from "@/components/form/form";
import { FormActions } from "@/components/form/form-actions";
import { KeyValueList } from "@/components/form/key-value-list";
import { TextField } from "@/components/form/text-field";
import { TextareaField } from "@/components/form/textarea-field";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { type BinResponse, binResponse } from "@/lib/inspector/bin";
import { setBinResponse } from "../actions";

/** What the bin answers, in a side sheet. Closing it keeps what was typed; the button says that it is not saved. */
export function ResponseSettings({ binId, response }: { binId: string; response: BinResponse }) {
  const [isOpen, setOpen] = useState(false);
  const form = useForm({
    resolver: zodResolver(binResponse),
    values: response,
    resetOptions: { keepDirtyValues: true },
  });
  const { isDirty } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    const result = await setBinResponse({ id: binId, ...values });
    if (!result.ok) return applyFailure(form, result.error);
    form.reset(values);
    setOpen(false);
    toast.success(`The bin now answers ${values.status}.`);
  });
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        Response settings
        {isDirty && !isOpen && <Badge tone="warning">unsaved</Badge>}
      </Button>
      <Sheet open={isOpen} onOpenChange={setOpen}>
        <SheetContent title="Response settings" description="What this bin answers to every request from now on.">
          <Form form={form} onSubmit={submit} label="Response" className="min-h-full px-5 pt-5 [--gutter:20px]">
            <div className="flex flex-wrap gap-x-8 gap-y-6">
              <TextField control={form.control} name="status" type="number" label="Status" help="200 to 599" />
              <TextField
                control={form.control}
                name="delayMs"
                type="number"
                label="Delay"
                unit="ms"
                help="Up to 30,000, to rehearse a slow partner"
              />
            </div>
            <KeyValueList name="headers" label="Headers" addLabel="Add header" itemLabel="header" />
            <TextareaField control={form.control} name="body" label="Body" optional mono rows={10} spellCheck={false} />
            <div className="mt-auto">
              <FormActions />
            </div>
          </Form>
        </SheetContent>
      </Sheet>
    </>
  );
}
