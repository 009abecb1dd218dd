"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { applyFailure } from "@/components/form/apply-failure";
import { Form } from "@/components/form/form";
import { TextField } from "@/components/form/text-field";
import { Button } from "@/components/ui/button";
import { signIn } from "./actions";
import { signInInput } from "./schema";

export function SignInForm({ next }: { next?: string }) {
  const form = useForm({ resolver: zodResolver(signInInput), defaultValues: { email: "", password: "" } });
  const submit = form.handleSubmit(async (values) => {
    const result = await signIn({ ...values, next });
    if (!result.ok) {
      form.resetField("password");
      applyFailure(form, result.error);
    }
  });
  return (
    <Form form={form} onSubmit={submit} label="Sign in">
      <TextField control={form.control} name="email" label="E-mail address" type="email" autoComplete="username" />
      <TextField
        control={form.control}
        name="password"
        label="Password"
        type="password"
        autoComplete="current-password"
      />
      <Button type="submit" variant="primary" size="lg" pending={form.formState.isSubmitting}>
        Sign in
      </Button>
    </Form>
  );
}
