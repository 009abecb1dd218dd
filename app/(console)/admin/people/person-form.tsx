"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useRouter } from "next/navigation";
import { type Control, useController, useForm } from "react-hook-form";
import { toast } from "sonner";
import type { z } from "zod";
import { applyFailure } from "@/components/form/apply-failure";
import { CheckboxField } from "@/components/form/checkbox-field";
import { Form } from "@/components/form/form";
import { FormActions } from "@/components/form/form-actions";
import { TextField } from "@/components/form/text-field";
import { TextareaField } from "@/components/form/textarea-field";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import type { ListItem } from "@/lib/desk/desk-lists";
import { type Person, type PersonInput, personInput } from "@/lib/desk/person";
import { savePerson } from "./actions";
import { type PersonChoices, personToInput } from "./schema";

type Values = z.input<typeof personInput>;
type PersonFormProps = { person?: Person; choices: PersonChoices; mayWrite: boolean };

export function PersonForm({ person, choices, mayWrite }: PersonFormProps) {
  const router = useRouter();
  const form = useForm<Values, unknown, PersonInput>({
    resolver: zodResolver(personInput),
    defaultValues: personToInput(person),
  });
  const { control } = form;
  const submit = form.handleSubmit(async (values) => {
    const result = await savePerson({ ...values, id: person?.id });
    if (!result.ok) return applyFailure(form, result.error);
    toast.success("Saved.");
    form.reset(values);
    if (!person) router.push(`/admin/people/${result.value}`);
  });
  return (
    <Form form={form} onSubmit={submit} label="Person">
      <fieldset disabled={!mayWrite} className="flex max-w-[560px] flex-col gap-6">
        <div className="grid gap-3 sm:grid-cols-2">
          <TextField control={control} name="firstName" label="First name" optional />
          <TextField control={control} name="lastName" label="Last name" />
        </div>
        <EmailsField control={control} />
        <div className="grid gap-3 sm:grid-cols-2">
          <TextField control={control} name="phone" label="Phone" optional />
          <TextField control={control} name="timezone" label="Time zone" help="Such as Europe/London." />
        </div>
        <div className="grid gap-3 sm:grid-cols-2">
          <ChoiceField control={control} name="organizationId" label="Organization" items={choices.organization} />
          <TextField control={control} name="organizationPosition" label="Position" optional />
        </div>
        <CheckboxField control={control} name="isOrganizationManager" label="Manages the organization" />
        <CheckboxField control={control} name="isAgent" label="Agent" help="May own tickets and belong to teams." />
        <ManyField control={control} name="teamIds" label="Teams" items={choices.team} />
        <ManyField control={control} name="usergroupIds" label="User groups" items={choices.usergroup} />
        <ChoiceField control={control} name="languageId" label="Language" items={choices.language} />
        <TextareaField control={control} name="summary" label="Notes about this person" optional />
        <CheckboxField
          control={control}
          name="isDisabled"
          label="Disabled"
          help="Can’t sign in, and is not offered for new tickets."
        />
      </fieldset>
      {mayWrite && <FormActions always={!person} onDiscard={person ? undefined : () => router.push("/admin/people")} />}
    </Form>
  );
}

type Bound = { control: Control<Values, unknown, PersonInput> };

/** One address a line; the first is the primary one. */
function EmailsField({ control }: Bound) {
  const { field, fieldState } = useController({ control, name: "emails" });
  const problem = Array.isArray(fieldState.error)
    ? (fieldState.error as { message?: string }[]).find((entry) => entry?.message)?.message
    : fieldState.error?.message;
  return (
    <Field label="E-mail addresses" optional help="One a line; the first is the primary one." error={problem}>
      {(wiring) => (
        <Textarea
          {...wiring}
          ref={field.ref}
          rows={3}
          defaultValue={field.value?.join("\n")}
          onBlur={field.onBlur}
          onChange={(event) =>
            field.onChange(
              event.target.value
                .split(/[\n,;]+/)
                .map((line) => line.trim())
                .filter(Boolean),
            )
          }
        />
      )}
    </Field>
  );
}

type ListFieldProps<Name> = Bound & { name: Name; label: string; items: ListItem[] };

function ChoiceField({ control, name, label, items }: ListFieldProps<"organizationId" | "languageId">) {
  const { field } = useController({ control, name });
  const options = [
    { value: "", label: "None" },
    ...items.map((item) => ({ value: String(item.id), label: item.name })),
  ];
  return (
    <Field label={label} optional>
      {(wiring) => (
        <Select
          {...wiring}
          ref={field.ref}
          options={options}
          value={field.value ? String(field.value) : ""}
          onValueChange={(value) => field.onChange(value ? Number(value) : null)}
        />
      )}
    </Field>
  );
}

function ManyField({ control, name, label, items }: ListFieldProps<"teamIds" | "usergroupIds">) {
  const { field } = useController({ control, name });
  const chosen = field.value ?? [];
  if (items.length === 0) return null;
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium">{label}</legend>
      <div className="flex flex-wrap gap-x-5 gap-y-2">
        {items.map((item) => (
          <span key={item.id} className="flex items-center gap-2">
            <Checkbox
              id={`${name}-${item.id}`}
              checked={chosen.includes(item.id)}
              onCheckedChange={(checked) =>
                field.onChange(checked ? [...chosen, item.id] : chosen.filter((id) => id !== item.id))
              }
            />
            <label htmlFor={`${name}-${item.id}`}>{item.name}</label>
          </span>
        ))}
      </div>
    </fieldset>
  );
}
