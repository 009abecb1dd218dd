"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { applyFailure } from "@/components/form/apply-failure";
import { Form } from "@/components/form/form";
import { TextField } from "@/components/form/text-field";
import { Button } from "@/components/ui/button";
import { changePassword } from "./actions";
import { passwordInput } from "./schema";

export function PasswordForm({ email }: { email: string }) {
  const form = useForm({
    resolver: zodResolver(passwordInput),
    defaultValues: { current: "", password: "", again: "" },
  });
  const submit = form.handleSubmit(async (values) => {
    const result = await changePassword(values);
    if (!result.ok) return applyFailure(form, result.error);
    form.reset();
    toast.success("Password changed. Other sessions were ended.");
  });
  return (
    <Form form={form} onSubmit={submit} label="Change password" className="max-w-[360px]">
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <TextField
        control={form.control}
        name="current"
        label="Current password"
        type="password"
        autoComplete="current-password"
      />
      <TextField
        control={form.control}
        name="password"
        label="New password"
        type="password"
        autoComplete="new-password"
        help="At least 12 characters."
      />
      <TextField
        control={form.control}
        name="again"
        label="New password again"
        type="password"
        autoComplete="new-password"
      />
      <div>
        <Button type="submit" variant="primary" pending={form.formState.isSubmitting}>
          Change password
        </Button>
      </div>
    </Form>
  );
}
