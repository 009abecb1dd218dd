"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { applyFailure } from "@/components/form/apply-failure";
import { Form } from "@/components/form/form";
import { SelectField } from "@/components/form/select-field";
import { TextField } from "@/components/form/text-field";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { apiKeyInput } from "@/lib/access/role";
import { createApiKey } from "./actions";

type Role = { value: string; label: string };

/** The button, the dialog that asks for name and role, and the one time the key is shown. */
export function NewApiKey({ roles }: { roles: Role[] }) {
  const [isOpen, setOpen] = useState(false);
  const [token, setToken] = useState<string>();
  const form = useForm({ resolver: zodResolver(apiKeyInput), defaultValues: { name: "", roleId: "" } });
  const change = (open: boolean) => {
    setOpen(open);
    setToken(undefined);
    form.reset();
  };
  const submit = form.handleSubmit(async (values) => {
    const result = await createApiKey(values);
    if (result.ok) setToken(result.value);
    else applyFailure(form, result.error);
  });
  return (
    <>
      <Button variant="primary" onClick={() => change(true)}>
        New API key
      </Button>
      <Dialog open={isOpen} onOpenChange={change}>
        {token ? (
          <DialogContent
            title="Copy the key now"
            description="Only a fingerprint of it is stored. If you lose it, revoke it and create another."
            footer={
              <Button variant="primary" onClick={() => change(false)}>
                Done
              </Button>
            }
          >
            <div className="flex flex-col gap-3">
              <CodeBlock label="API key" code={token} wrap />
              <Notice>Send it as “Authorization: Bearer …” to /api/v1.</Notice>
            </div>
          </DialogContent>
        ) : (
          <DialogContent title="New API key">
            <Form form={form} onSubmit={submit} label="New API key">
              <TextField
                control={form.control}
                name="name"
                label="Name"
                help="What will use it: “Jira relay”, say."
                autoFocus
              />
              <SelectField
                control={form.control}
                name="roleId"
                label="Role"
                options={roles}
                placeholder="Choose a role"
              />
              <div className="flex justify-end gap-2">
                <Button onClick={() => change(false)}>Cancel</Button>
                <Button type="submit" variant="primary" pending={form.formState.isSubmitting}>
                  Create key
                </Button>
              </div>
            </Form>
          </DialogContent>
        )}
      </Dialog>
    </>
  );
}
