"use client";
import { useForm } from "react-hook-form";
import { applyFailure } from "@/components/form/apply-failure";
import { CheckboxField } from "@/components/form/checkbox-field";
import { Form } from "@/components/form/form";
import { FormActions } from "@/components/form/form-actions";
import { KeyValueList } from "@/components/form/key-value-list";
import { SecretField } from "@/components/form/secret-field";
import { SelectField } from "@/components/form/select-field";
import { SwitchField } from "@/components/form/switch-field";
import { TextField } from "@/components/form/text-field";
import { TextareaField } from "@/components/form/textarea-field";
import { PageHeader } from "@/components/shell/page-header";
import { FieldGroup } from "@/components/ui/field";

export default function P() {
  const form = useForm({
    defaultValues: {
      name: "Order sync",
      url: "",
      method: "POST",
      body: "",
      timeout: 30 as number | undefined,
      password: "",
      enabled: true,
      redirects: false,
      headers: [{ name: "Accept", value: "application/json" }],
    },
  });
  const submit = form.handleSubmit(async () => {
    await new Promise((r) => setTimeout(r, 500));
    applyFailure(form, {
      code: "invalid",
      message: "Check the form",
      fields: {
        url: ["Enter an address that starts with https://"],
        method: ["Choose another method"],
        "headers.0.name": ["Accept is set by Hookdesk"],
      },
    });
  });
  return (
    <>
      <PageHeader title="Order sync" purpose="Tells the shop that an order's ticket changed." />
      <Form form={form} onSubmit={submit} label="Webhook">
        <FieldGroup title="Request" help="What is sent, and where.">
          <TextField control={form.control} name="name" label="Name" />
          <TextField
            name="url"
            label="URL"
            mono
            placeholder="https://"
            help="Placeholders such as {{ticket.id}} are allowed."
          />
          <SelectField
            name="method"
            label="Method"
            options={["GET", "POST", "PUT", "PATCH", "DELETE"].map((value) => ({ value, label: value }))}
          />
          <TextareaField name="body" label="Body" mono optional help="Leave blank to send nothing." />
          <TextField name="timeout" label="Timeout" type="number" unit="seconds" />
          <KeyValueList
            name="headers"
            label="Headers"
            addLabel="Add header"
            itemLabel="header"
            help="Sent with every call."
          />
        </FieldGroup>
        <FieldGroup title="Sign-in">
          <SecretField name="password" label="Password" stored />
          <CheckboxField
            name="redirects"
            label="Follow redirects"
            help="At most five, and never to a private address."
          />
          <SwitchField name="enabled" label="Enabled" help="A disabled webhook is never called." />
        </FieldGroup>
        <FormActions />
      </Form>
    </>
  );
}
