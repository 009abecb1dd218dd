"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { applyFailure } from "@/components/form/apply-failure";
import { CheckboxField } from "@/components/form/checkbox-field";
import { Form } from "@/components/form/form";
import { TextField } from "@/components/form/text-field";
import { Button } from "@/components/ui/button";
import { createAdministrator } from "./actions";
import { firstRunInput } from "./schema";

export function FirstRunForm() {
  const form = useForm({
    resolver: zodResolver(firstRunInput),
    defaultValues: { firstName: "", lastName: "", email: "", password: "", withDemo: false },
  });
  const submit = form.handleSubmit(async (values) => {
    const result = await createAdministrator(values);
    if (!result.ok) applyFailure(form, result.error);
  });
  return (
    <Form form={form} onSubmit={submit} label="Create administrator">
      <div className="grid grid-cols-2 gap-3">
        <TextField control={form.control} name="firstName" label="First name" autoComplete="given-name" optional />
        <TextField control={form.control} name="lastName" label="Last name" autoComplete="family-name" />
      </div>
      <TextField control={form.control} name="email" label="E-mail address" type="email" autoComplete="username" />
      <TextField
        control={form.control}
        name="password"
        label="Password"
        type="password"
        autoComplete="new-password"
        help="At least 12 characters."
      />
      <CheckboxField
        control={form.control}
        name="withDemo"
        label="Fill with demo data"
        help="50 tickets, custom forms and three webhooks that call the built-in inspector."
      />
      <Button type="submit" variant="primary" size="lg" pending={form.formState.isSubmitting}>
        Create administrator
      </Button>
    </Form>
  );
}
