"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { applyFailure } from "@/components/form/apply-failure";
import { CheckboxField } from "@/components/form/checkbox-field";
import { Form } from "@/components/form/form";
import { SelectField } from "@/components/form/select-field";
import { TextField } from "@/components/form/text-field";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import type { Account } from "@/lib/access/role";
import { removeAccount, saveAccount } from "./actions";
import { accountForm } from "./schema";

type AccountFormProps = {
  personId: number;
  personName: string;
  account?: Account;
  roles: { value: string; label: string }[];
};

/** Whether and as what the person may sign in. */
export function AccountForm({ personId, personName, account, roles }: AccountFormProps) {
  const [isRemoving, setRemoving] = useState(false);
  const form = useForm({
    resolver: zodResolver(accountForm),
    defaultValues: { roleId: account?.roleId ?? "", password: "", isEnabled: account?.isEnabled ?? true },
  });
  const submit = form.handleSubmit(async (values) => {
    const result = await saveAccount({ ...values, personId });
    if (!result.ok) return applyFailure(form, result.error);
    toast.success(account ? "Account saved." : `${personName} may sign in now.`);
    form.reset({ ...values, password: "" });
  });
  return (
    <Form form={form} onSubmit={submit} label="Account" className="max-w-[360px]">
      <SelectField control={form.control} name="roleId" label="Role" options={roles} placeholder="Choose a role" />
      <TextField
        control={form.control}
        name="password"
        label="Password"
        type="password"
        autoComplete="new-password"
        help={account ? "Stored; leave blank to keep." : "At least 12 characters."}
      />
      <CheckboxField control={form.control} name="isEnabled" label="May sign in" />
      <div className="flex gap-2">
        <Button type="submit" variant="primary" pending={form.formState.isSubmitting}>
          {account ? "Save account" : "Create account"}
        </Button>
        {account && <Button onClick={() => setRemoving(true)}>Remove account</Button>}
      </div>
      <ConfirmDialog
        open={isRemoving}
        onOpenChange={setRemoving}
        title={`Remove the account of ${personName}?`}
        description="The person stays; they are signed out everywhere and can’t sign in any more."
        confirmLabel="Remove account"
        danger
        onConfirm={async () => {
          const result = await removeAccount({ personId });
          if (!result.ok) return { error: result.error.message };
          toast.success("Account removed.");
          return undefined;
        }}
      />
    </Form>
  );
}
