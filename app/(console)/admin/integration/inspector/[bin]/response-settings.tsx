"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useState, useTransition } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { applyFailure } from "@/components/form/apply-failure";
import { Form } from "@/components/form/form";
import { FormActions } from "@/components/form/form-actions";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { type BinResponse, binResponse } from "@/lib/inspector/bin";
import { statusesOf } from "@/lib/inspector/script";
import { restartBin, setBinResponse } from "../actions";
import { ChallengeField } from "./challenge-field";
import { SequenceFields } from "./sequence-fields";

type ResponseSettingsProps = { binId: string; response: BinResponse; repliesGiven: number };

/** What the bin answers, in a side sheet. Closing it keeps what was typed; the button says that it is not saved. */
export function ResponseSettings({ binId, response, repliesGiven }: ResponseSettingsProps) {
  const [isOpen, setOpen] = useState(false);
  const form = useForm({
    resolver: zodResolver(binResponse),
    values: response,
    resetOptions: { keepDirtyValues: true },
  });
  const { isDirty } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    const result = await setBinResponse({ id: binId, response: values });
    if (!result.ok) return applyFailure(form, result.error);
    form.reset(values);
    setOpen(false);
    toast.success(`The bin now answers ${statusesOf(values)}.`);
  });
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        Response settings
        {isDirty && !isOpen && <Badge tone="warning">unsaved</Badge>}
      </Button>
      <Sheet open={isOpen} onOpenChange={setOpen}>
        <SheetContent
          title="Response settings"
          description="What this bin answers from now on: one reply, or a sequence to rehearse failure."
        >
          <Form form={form} onSubmit={submit} label="Response" className="min-h-full px-5 pt-5 [--gutter:20px]">
            {repliesGiven > 0 && response.followedBy?.length ? <StartOver binId={binId} /> : null}
            <SequenceFields />
            <ChallengeField />
            <div className="mt-auto">
              <FormActions />
            </div>
          </Form>
        </SheetContent>
      </Sheet>
    </>
  );
}

function StartOver({ binId }: { binId: string }) {
  const [pending, start] = useTransition();
  return (
    <div className="flex flex-wrap items-center justify-between gap-2 rounded-lg border p-3">
      <p className="text-muted">The sequence is under way. Saving starts it over, too.</p>
      <Button
        size="sm"
        pending={pending}
        onClick={() =>
          start(async () => {
            const result = await restartBin({ id: binId });
            if (result.ok) toast.success("The next request gets the first reply.");
            else toast.error(result.error.message);
          })
        }
      >
        Start over
      </Button>
    </div>
  );
}
