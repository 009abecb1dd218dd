"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useRouter } from "next/navigation";
import { useController, useForm } from "react-hook-form";
import { toast } from "sonner";
import type { z } from "zod";
import { applyFailure } from "@/components/form/apply-failure";
import { CheckboxField } from "@/components/form/checkbox-field";
import { Form } from "@/components/form/form";
import { FormActions } from "@/components/form/form-actions";
import { TextField } from "@/components/form/text-field";
import { Checkbox } from "@/components/ui/checkbox";
import { FieldNote } from "@/components/ui/field";
import { type CustomForm, type CustomFormInput, customFormInput } from "@/lib/desk/custom-forms";
import type { TicketType } from "@/lib/desk/desk-lists";
import { saveCustomForm } from "./actions";
import { FieldRows } from "./field-rows";

type Values = z.input<typeof customFormInput>;

export function CustomFormForm({ customForm, types }: { customForm?: CustomForm; types: TicketType[] }) {
  const router = useRouter();
  const form = useForm<Values, unknown, CustomFormInput>({
    resolver: zodResolver(customFormInput),
    defaultValues: customForm ?? {
      name: "",
      ticketTypeIds: types.map((type) => type.id),
      isMultiLine: false,
      fields: [{ id: 0, name: "", kind: "text", options: [], isReadOnly: false }],
    },
  });
  const chosen = useController({ control: form.control, name: "ticketTypeIds" });
  const submit = form.handleSubmit(async (values) => {
    const result = await saveCustomForm({ id: customForm?.id, form: values });
    if (!result.ok) return applyFailure(form, result.error);
    toast.success(`Form “${result.value.name}” saved.`);
    form.reset(result.value);
    if (!customForm) router.push(`/admin/custom-forms/${result.value.id}`);
  });
  return (
    <Form form={form} onSubmit={submit} label="Custom form">
      <div className="flex max-w-[560px] flex-col gap-6">
        <TextField
          control={form.control}
          name="name"
          label="Name"
          help="Templates use it in lower case without spaces."
        />
        <fieldset aria-describedby="ticket-types-note">
          <legend className="mb-1.5 font-medium">Ticket types</legend>
          <div className="flex flex-wrap gap-x-5 gap-y-2">
            {types.map((type) => (
              <span key={type.id} className="flex items-center gap-2">
                <Checkbox
                  id={`type-${type.id}`}
                  checked={chosen.field.value.includes(type.id)}
                  onCheckedChange={(checked) =>
                    chosen.field.onChange(
                      types
                        .map(({ id }) => id)
                        .filter((id) => (id === type.id ? checked : chosen.field.value.includes(id))),
                    )
                  }
                />
                <label htmlFor={`type-${type.id}`}>{type.name}</label>
              </span>
            ))}
          </div>
          <FieldNote id="ticket-types-note" error={chosen.fieldState.error?.message} />
        </fieldset>
        <CheckboxField
          control={form.control}
          name="isMultiLine"
          label="Multi-line"
          help="A list of rows, each with all fields; templates can send the whole list."
        />
      </div>
      <FieldRows control={form.control} />
      <FormActions always={!customForm} onDiscard={customForm ? undefined : () => router.push("/admin/custom-forms")} />
    </Form>
  );
}
