"use client";
import { move as moved } from "@dnd-kit/helpers";
import { DragDropProvider } from "@dnd-kit/react";
import { isSortable } from "@dnd-kit/react/sortable";
import { useRef, useState } from "react";
import { useController, useForm } from "react-hook-form";
import { toast } from "sonner";
import { applyFailure } from "@/components/form/apply-failure";
import { announcingPlugins } from "@/components/form/drag-announcements";
import { Form } from "@/components/form/form";
import { FormActions } from "@/components/form/form-actions";
import { Notice } from "@/components/ui/notice";
import { saveWebhookRoles } from "../../actions";
import { type ListName, listTitles, RoleList, type ShownRole } from "./role-list";

type RolesFormProps = {
  webhook: { id: string; name: string; roleIds: string[] };
  roles: ShownRole[];
  readOnly: boolean;
};

type Lists = Record<ListName, string[]>;

/** The vendor's two lists (spec §4.8): move by button, keyboard or drag, then save. */
export function RolesForm({ webhook, roles, readOnly }: RolesFormProps) {
  const form = useForm({ defaultValues: { roleIds: webhook.roleIds } });
  const { field } = useController({ control: form.control, name: "roleIds" });
  const [said, setSaid] = useState("");
  const box = useRef<HTMLDivElement>(null);
  // While a role is dragged: where the rows are shown meanwhile.
  const [dragged, setDragged] = useState<Lists>();
  const isCurrent = (id: string) => field.value.includes(id);
  const lists: Lists = dragged ?? {
    available: roles.filter(({ id }) => !isCurrent(id)).map(({ id }) => id),
    current: roles.filter(({ id }) => isCurrent(id)).map(({ id }) => id),
  };
  const rolesOf = (ids: readonly string[]) => ids.flatMap((id) => roles.find((role) => role.id === id) ?? []);

  const move = (id: string, toCurrent: boolean) => {
    const role = roles.find((candidate) => candidate.id === id);
    if (!role || readOnly || isCurrent(id) === toCurrent) return;
    // In the order of the roles, so that moving there and back is no change.
    field.onChange(
      roles.filter((other) => (other.id === id ? toCurrent : isCurrent(other.id))).map((other) => other.id),
    );
    setSaid(`${role.name} moved to ${listTitles[toCurrent ? "current" : "available"]}`);
    // The pressed button is in the other list now: follow it.
    requestAnimationFrame(() =>
      box.current?.querySelector<HTMLElement>(`[data-role-id="${CSS.escape(id)}"] [data-move]`)?.focus(),
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
      <DragDropProvider
        plugins={announcingPlugins}
        onDragStart={() => setDragged(lists)}
        onDragOver={(event) => {
          const { source, target } = event.operation;
          const over = isSortable(target) ? target.group : target?.id;
          // The order within a list is the order of the roles: only the other list is a place to go to.
          if (lists[over as ListName]?.includes(String(source?.id))) event.preventDefault();
          else setDragged(moved(lists, event));
        }}
        onDragEnd={({ canceled, operation: { source } }) => {
          setDragged(undefined);
          const id = String(source?.id);
          if (!canceled && dragged) move(id, dragged.current.includes(id));
        }}
      >
        <div ref={box} className="grid gap-6 sm:grid-cols-2">
          <RoleList
            list="available"
            empty="All roles are current."
            roles={rolesOf(lists.available)}
            readOnly={readOnly}
            onMove={(id) => move(id, true)}
          />
          <RoleList
            list="current"
            empty="No role may fire it by hand. Rules still can."
            roles={rolesOf(lists.current)}
            readOnly={readOnly}
            onMove={(id) => move(id, false)}
          />
        </div>
      </DragDropProvider>
      {rolesOf(lists.current).some(({ mayFire }) => !mayFire) && (
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
