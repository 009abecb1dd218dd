"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useRouter } from "next/navigation";
import { useController, useForm } from "react-hook-form";
import { toast } from "sonner";
import { applyFailure } from "@/components/form/apply-failure";
import { Form } from "@/components/form/form";
import { FormActions } from "@/components/form/form-actions";
import { TextField } from "@/components/form/text-field";
import { Checkbox } from "@/components/ui/checkbox";
import { Notice } from "@/components/ui/notice";
import { allPermissions, permissions, technicianPermissions } from "@/lib/access/permissions";
import { type Role, roleInput } from "@/lib/access/role";
import { saveRole } from "./actions";

export function RoleForm({ role }: { role?: Role }) {
  const router = useRouter();
  const form = useForm({
    resolver: zodResolver(roleInput),
    defaultValues: {
      name: role?.name ?? "",
      description: role?.description ?? "",
      permissions: role?.permissions ?? technicianPermissions,
    },
  });
  const chosen = useController({ control: form.control, name: "permissions" }).field;
  const isAdministrator = role?.builtIn === "administrator";
  const submit = form.handleSubmit(async (values) => {
    const result = await saveRole({ ...values, id: role?.id });
    if (!result.ok) return applyFailure(form, result.error);
    toast.success(`Role “${values.name}” saved.`);
    form.reset(values);
    router.push("/admin/roles");
  });
  return (
    <Form form={form} onSubmit={submit} label="Role">
      <div className="flex max-w-[560px] flex-col gap-6">
        <TextField control={form.control} name="name" label="Name" />
        <TextField control={form.control} name="description" label="Description" optional />
        <fieldset>
          <legend className="mb-2 font-semibold text-lg">Permissions</legend>
          {isAdministrator && (
            <Notice className="mb-3">Administrators may do everything; this can’t be taken away.</Notice>
          )}
          <div className="grid gap-2.5">
            {allPermissions.map((name) => (
              <div key={name} className="flex items-center gap-2.5">
                <Checkbox
                  id={`permission-${name}`}
                  checked={isAdministrator || chosen.value.includes(name)}
                  disabled={isAdministrator}
                  onCheckedChange={(checked) =>
                    chosen.onChange(
                      allPermissions.filter((other) => (other === name ? checked : chosen.value.includes(other))),
                    )
                  }
                />
                <label htmlFor={`permission-${name}`}>{permissions[name]}</label>
              </div>
            ))}
          </div>
        </fieldset>
      </div>
      <FormActions always={!role} onDiscard={role ? undefined : () => router.push("/admin/roles")} />
    </Form>
  );
}
