"use client";
import { useRef, useState } from "react";
import { useController, useForm } from "react-hook-form";
import { toast } from "sonner";
import { applyFailure } from "@/components/form/apply-failure";
import { Form } from "@/components/form/form";
import { FormActions } from "@/components/form/form-actions";
import { Notice } from "@/components/ui/notice";
import { saveWebhookRoles } from "../../actions";
import { RoleList, type ShownRole } from "./role-list";

type RolesFormProps = {
  webhook: { id: string; name: string; roleIds: string[] };
  roles: ShownRole[];
  readOnly: boolean;
};

/** The vendor's two lists (spec §4.8): move by button, keyboard or drag, then save. */
export function RolesForm({ webhook, roles, readOnly }: RolesFormProps) {
  const form = useForm({ defaultValues: { roleIds: webhook.roleIds } });
  const { field } = useController({ control: form.control, name: "roleIds" });
  const [said, setSaid] = useState("");
  const lists = useRef<HTMLDivElement>(null);
  const current = roles.filter(({ id }) => field.value.includes(id));
  const available = roles.filter(({ id }) => !field.value.includes(id));

  const move = (id: string, toCurrent: boolean) => {
    const role = roles.find((candidate) => candidate.id === id);
    if (!role || readOnly || field.value.includes(id) === toCurrent) return;
    // In the order of the roles, so that moving there and back is no change.
    field.onChange(
      roles.filter((other) => (other.id === id ? toCurrent : field.value.includes(other.id))).map((other) => other.id),
    );
    setSaid(`${role.name} moved to ${toCurrent ? "Current Roles" : "Available Roles"}`);
    // The pressed button is in the other list now: follow it.
    requestAnimationFrame(() =>
      lists.current?.querySelector<HTMLElement>(`[data-role-id="${CSS.escape(id)}"] button`)?.focus(),
    );
  };
  const submit = form.handleSubmit(async ({ roleIds }) => {
    const result = await saveWebhookRoles({ id: webhook.id, roleIds }).catch(() => undefined);
    if (!result) return form.setError("root", { message: "The server did not answer. Nothing was saved; try again." });
    if (!result.ok) return applyFailure(form, result.error);
    form.reset({ roleIds });
    toast.success(`Roles of “${webhook.name}” saved.`);
  });

  return (
    <Form form={form} onSubmit={submit} label="Roles of the webhook" className="max-w-[760px]">
      <div ref={lists} className="grid gap-6 sm:grid-cols-2">
        <RoleList
          title="Available Roles"
          empty="All roles are current."
          roles={available}
          verb="Add"
          readOnly={readOnly}
          onMove={(id) => move(id, true)}
          onDrop={(id) => move(id, false)}
        />
        <RoleList
          title="Current Roles"
          empty="No role may fire it by hand. Rules still can."
          roles={current}
          verb="Remove"
          readOnly={readOnly}
          onMove={(id) => move(id, false)}
          onDrop={(id) => move(id, true)}
        />
      </div>
      {current.some(({ mayFire }) => !mayFire) && (
        <Notice tone="warning">
          A current role lacks the permission “Fire webhooks from tickets”, so its people won’t see this webhook.
        </Notice>
      )}
      <p role="status" className="sr-only">
        {said}
      </p>
      {!readOnly && <FormActions />}
    </Form>
  );
}
