"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useRouter } from "next/navigation";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { z } from "zod";
import { applyFailure } from "@/components/form/apply-failure";
import { AuthFields } from "@/components/form/auth-fields";
import { authValues } from "@/components/form/auth-values";
import { Form } from "@/components/form/form";
import { FormActions } from "@/components/form/form-actions";
import { TextField } from "@/components/form/text-field";
import { TextareaField } from "@/components/form/textarea-field";
import { FieldGroup } from "@/components/ui/field";
import { type Connection, connectionInput } from "@/lib/delivery/connection";
import { saveConnection } from "./actions";

const list = "/admin/integration/connections";
const lines = (text: string) => text.split(/[\s,]+/).filter((line) => line !== "");
const formSchema = connectionInput.extend({
  hosts: z.string().transform(lines).pipe(connectionInput.shape.hosts.unwrap()),
});

export function ConnectionForm({ connection, canWrite }: { connection?: Connection; canWrite: boolean }) {
  const router = useRouter();
  const form = useForm({
    resolver: zodResolver(formSchema),
    defaultValues: {
      name: connection?.name ?? "",
      description: connection?.description ?? "",
      hosts: connection?.hosts.join("\n") ?? "",
      auth: authValues(connection?.auth ?? { type: "basic" }) as never,
    },
  });
  const submit = form.handleSubmit(async (values) => {
    const result = await saveConnection({ ...values, id: connection?.id });
    if (!result.ok) return applyFailure(form, result.error);
    toast.success(`Connection “${values.name}” saved.`);
    form.reset(form.getValues());
    router.push(list);
  });
  return (
    <Form form={form} onSubmit={submit} label="Connection">
      <fieldset disabled={!canWrite} className="flex max-w-[560px] flex-col gap-8">
        <legend className="sr-only">Connection</legend>
        <div className="flex flex-col gap-4">
          <TextField name="name" label="Name" help="Webhooks choose it by this name." disabled={!canWrite} />
          <TextareaField name="description" label="Description" optional rows={2} disabled={!canWrite} />
        </div>
        <FieldGroup title="Authentication">
          <AuthFields stored={connection?.auth} mayBeNone={false} disabled={!canWrite} />
        </FieldGroup>
        <FieldGroup title="Where it may be used">
          <TextareaField
            name="hosts"
            label="Hosts"
            optional
            rows={3}
            help="One per line, such as api.partner.example or *.partner.example. Then nobody can send these credentials anywhere else by editing a webhook’s URL. Blank: any host."
            disabled={!canWrite}
          />
        </FieldGroup>
      </fieldset>
      {canWrite && <FormActions always={!connection} onDiscard={connection ? undefined : () => router.push(list)} />}
    </Form>
  );
}
