"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { z } from "zod";
import { applyFailure } from "@/components/form/apply-failure";
import { Form } from "@/components/form/form";
import { FormActions } from "@/components/form/form-actions";
import { TextField } from "@/components/form/text-field";
import {
  allRetentionClasses,
  type Retention,
  type RetentionClass,
  retention,
  retentionClasses,
} from "@/lib/delivery/retention";
import { saveRetention } from "./retention-actions";

const helps: Partial<Record<RetentionClass, string>> = {
  bodies:
    "What was sent and what came back goes; the rows stay. Without its bytes a delivery can only be rendered again.",
  stats: "Those of single minutes go after 7 days; charts of longer are drawn from hours and days.",
  calls: "With them go the idempotency keys: a call repeated later than that acts again.",
};

// A blank number field is undefined, which the settings would take for their default.
const formSchema = z.preprocess(
  (values: Record<string, unknown>) =>
    Object.fromEntries(allRetentionClasses.map((kind) => [kind, values[kind] ?? null])),
  retention,
);
type Values = Partial<Record<RetentionClass, number>>;

const valuesOf = (kept: Retention): Values =>
  Object.fromEntries(allRetentionClasses.map((kind) => [kind, kept[kind] ?? undefined]));

export function RetentionForm({ kept }: { kept: Retention }) {
  const form = useForm<Values, unknown, Retention>({
    resolver: zodResolver(formSchema as unknown as z.ZodType<Retention, Values>),
    defaultValues: valuesOf(kept),
  });
  const { isDirty } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    // Ctrl/⌘ S saves every form of the page; this one only where something changed.
    if (!isDirty) return;
    const result = await saveRetention(values);
    if (!result.ok) return applyFailure(form, result.error);
    toast.success("Retention settings saved.");
    form.reset(form.getValues());
  });
  return (
    <Form form={form} onSubmit={submit} label="Retention">
      <div className="grid max-w-[760px] grid-cols-1 gap-4 sm:grid-cols-2">
        {allRetentionClasses.map((kind) => (
          <TextField
            key={kind}
            control={form.control}
            name={kind}
            type="number"
            inputMode="numeric"
            label={retentionClasses[kind]}
            unit="days"
            placeholder="Keep"
            help={helps[kind]}
          />
        ))}
      </div>
      <FormActions saveLabel="Save retention" />
    </Form>
  );
}
