"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useRouter } from "next/navigation";
import { type Control, useController, useForm, useWatch } from "react-hook-form";
import { toast } from "sonner";
import { applyFailure } from "@/components/form/apply-failure";
import { Form } from "@/components/form/form";
import { FormActions } from "@/components/form/form-actions";
import { TextField } from "@/components/form/text-field";
import { TextareaField } from "@/components/form/textarea-field";
import { CustomFormFields, formPath } from "@/components/tickets/custom-form-fields";
import { type EditedForm, toEdited, toSubmitted } from "@/components/tickets/form-values";
import { Field, FieldGroup } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { CustomForm } from "@/lib/desk/custom-forms";
import type { ListItem, ListKind, TicketType } from "@/lib/desk/desk-lists";
import { openTicket } from "../actions";
import { type NewTicketOutput, type NewTicketValues, newTicketForm } from "../schema";
import { PersonField } from "./person-field";

type FormControl = Control<NewTicketValues, unknown, NewTicketOutput>;
type ListName = Extract<ListKind, "priority" | "category" | "team" | "department" | "product">;

type NewTicketFormProps = { types: TicketType[]; forms: CustomForm[]; lists: Record<ListName, ListItem[]> };

export function NewTicketForm({ types, forms, lists }: NewTicketFormProps) {
  const router = useRouter();
  const form = useForm<NewTicketValues, unknown, NewTicketOutput>({
    resolver: zodResolver(newTicketForm),
    defaultValues: {
      typeId: types[0]?.id,
      title: "",
      description: "",
      requesterId: null,
      ownerId: null,
      priorityId: null,
      categoryId: null,
      teamId: null,
      departmentId: null,
      productId: null,
      forms: Object.fromEntries(forms.map((definition) => [definition.name, toEdited(definition, [])])),
    },
  });
  const { control } = form;
  const typeId = useWatch({ control, name: "typeId" });
  const shown = forms.filter((definition) => definition.ticketTypeIds.includes(typeId));

  const submit = form.handleSubmit(async ({ forms: edited, ...values }) => {
    const named = Object.fromEntries(
      shown.map((definition) => {
        const given = edited[definition.name] as EditedForm;
        const kept = toSubmitted(definition, given);
        // What the server names by line must be the line shown.
        if (Array.isArray(kept) && Array.isArray(given) && kept.length < given.length)
          form.setValue(`forms.${definition.name}`, kept);
        return [definition.name, kept];
      }),
    );
    const result = await openTicket({ ...values, forms: named });
    if (!result.ok) return applyFailure(form, result.error);
    toast.success(`${result.value} created.`);
    form.reset(form.getValues());
    router.push(`/tickets/${result.value}`);
  });

  return (
    <Form form={form} onSubmit={submit} label="New ticket">
      <div className="flex max-w-[560px] flex-col gap-4">
        <ChoiceField control={control} name="typeId" label="Type" items={types} isRequired />
        <TextField control={control} name="title" label="Title" autoFocus />
        <TextareaField control={control} name="description" label="Description" rows={6} optional />
        <PersonField control={control} name="requesterId" label="Requester" emptyLabel="Nobody" />
        <div className="grid gap-4 sm:grid-cols-2">
          <ChoiceField control={control} name="priorityId" label="Priority" items={lists.priority} />
          <ChoiceField control={control} name="categoryId" label="Category" items={lists.category} />
          <PersonField control={control} name="ownerId" label="Owner" emptyLabel="Nobody" agents />
          <ChoiceField control={control} name="teamId" label="Team" items={lists.team} />
          <ChoiceField control={control} name="departmentId" label="Department" items={lists.department} />
          <ChoiceField control={control} name="productId" label="Product" items={lists.product} />
        </div>
      </div>
      {shown.map((definition) =>
        definition.isMultiLine ? (
          <section key={definition.id} aria-label={definition.name} className="max-w-[760px]">
            <h2 className="mb-4 font-semibold text-lg">{definition.name}</h2>
            <CustomFormFields form={definition} />
          </section>
        ) : (
          <FieldGroup key={formPath(definition)} title={definition.name}>
            <CustomFormFields form={definition} />
          </FieldGroup>
        ),
      )}
      <FormActions always saveLabel="Create ticket" onDiscard={() => router.push("/tickets")} />
    </Form>
  );
}

type ChoiceFieldProps = {
  control: FormControl;
  name: "typeId" | `${ListName}Id`;
  label: string;
  items: { id: number; name: string }[];
  isRequired?: boolean;
};

/** One entry of a desk list by id; a list without entries is left out. */
function ChoiceField({ control, name, label, items, isRequired }: ChoiceFieldProps) {
  const { field, fieldState } = useController({ control, name });
  if (items.length === 0) return null;
  return (
    <Field label={label} optional={!isRequired} error={fieldState.error?.message}>
      {(wiring) => (
        <Select
          {...wiring}
          ref={field.ref}
          placeholder="None"
          value={field.value ? String(field.value) : ""}
          options={[
            ...(isRequired ? [] : [{ value: "", label: "None" }]),
            ...items.map((item) => ({ value: String(item.id), label: item.name })),
          ]}
          onValueChange={(value) => field.onChange(value === "" ? null : Number(value))}
          onBlur={field.onBlur}
        />
      )}
    </Field>
  );
}
