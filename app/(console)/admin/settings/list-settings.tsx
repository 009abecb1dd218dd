"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import type { z } from "zod";
import { TextField } from "@/components/form/text-field";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Tab, TabPanel, Tabs, TabsList } from "@/components/ui/tabs";
import { type ListItem, type ListItemInput, type ListKind, listItemInput, listKinds } from "@/lib/desk/desk-lists";
import { removeListItem, saveListItem } from "./actions";
import { EditDialog } from "./edit-dialog";
import { Rows } from "./rows";

type Edited = Partial<ListItem> & { kind: ListKind };
const kinds = Object.entries(listKinds) as [ListKind, string][];

export function ListSettings({ items }: { items: ListItem[] }) {
  const [edited, setEdited] = useState<Edited>();
  const [removed, setRemoved] = useState<ListItem>();
  return (
    <Tabs param="list" defaultValue="priority">
      <TabsList aria-label="Lists">
        {kinds.map(([kind, label]) => (
          <Tab key={kind} value={kind} count={items.filter((item) => item.kind === kind).length}>
            {label}
          </Tab>
        ))}
      </TabsList>
      {kinds.map(([kind, label]) => {
        const rows = items.filter((item) => item.kind === kind);
        return (
          <TabPanel key={kind} value={kind}>
            {rows.length > 0 ? (
              <Rows
                label={label}
                rows={rows.map((item) => ({
                  id: item.id,
                  name: item.name,
                  onEdit: () => setEdited(item),
                  onRemove: () => setRemoved(item),
                }))}
              />
            ) : (
              <EmptyState title={`No ${label.toLowerCase()} yet`} className="max-w-[560px] rounded-lg border" />
            )}
            <Button className="mt-3" onClick={() => setEdited({ kind, position: rows.length })}>
              Add to {label.toLowerCase()}
            </Button>
          </TabPanel>
        );
      })}
      {edited && <ItemDialog item={edited} onClose={() => setEdited(undefined)} />}
      <ConfirmDialog
        open={removed !== undefined}
        onOpenChange={(open) => !open && setRemoved(undefined)}
        title={`Delete “${removed?.name}”?`}
        description="An entry that tickets or people use can’t be deleted."
        confirmLabel="Delete entry"
        danger
        onConfirm={async () => {
          const result = await removeListItem({ id: removed?.id ?? 0 });
          if (!result.ok) return { error: result.error.message };
          toast.success(`“${removed?.name}” deleted.`);
          return undefined;
        }}
      />
    </Tabs>
  );
}

function ItemDialog({ item, onClose }: { item: Edited; onClose: () => void }) {
  const form = useForm<z.input<typeof listItemInput>, unknown, ListItemInput>({
    resolver: zodResolver(listItemInput),
    defaultValues: { kind: item.kind, name: item.name ?? "", position: item.position ?? 0 },
  });
  return (
    <EditDialog
      title={item.id ? `Edit “${item.name}”` : `New entry in ${listKinds[item.kind].toLowerCase()}`}
      open
      onClose={onClose}
      form={form}
      save={(values) => saveListItem({ ...values, id: item.id })}
    >
      <TextField control={form.control} name="name" label="Name" autoFocus />
      <TextField
        control={form.control}
        name="position"
        label="Position"
        type="number"
        help="Where it stands in drop-downs."
      />
    </EditDialog>
  );
}
