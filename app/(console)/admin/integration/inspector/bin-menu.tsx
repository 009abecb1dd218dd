"use client";
import { type ReactNode, useState } from "react";
import { toast } from "sonner";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { MenuItem, MenuSeparator } from "@/components/ui/menu";
import type { Bin } from "@/lib/inspector/bin";
import { clearBin, removeBin, renameBin } from "./actions";
import { BinDialog } from "./bin-dialog";

export type NamedBin = Pick<Bin, "id" | "name" | "requestCount">;
type Asking = { what: "rename" | "clear" | "remove"; bin: NamedBin };

const plural = (count: number) => `${count} ${count === 1 ? "request" : "requests"}`;

/** Rename, Clear and Delete for bins: the menu items, and the dialogs they open (to be drawn outside the menu). */
export function useBinMenu({ onRemoved }: { onRemoved?: () => void } = {}): {
  itemsFor: (bin: NamedBin) => ReactNode;
  dialogs: ReactNode;
} {
  const [asking, setAsking] = useState<Asking>();
  const [isOpen, setOpen] = useState(false);
  const ask = (what: Asking["what"], bin: NamedBin) => () => {
    setAsking({ what, bin });
    setOpen(true);
  };
  const itemsFor = (bin: NamedBin) => (
    <>
      <MenuItem onClick={ask("rename", bin)}>Rename</MenuItem>
      <MenuItem disabled={bin.requestCount === 0} onClick={ask("clear", bin)}>
        Clear requests
      </MenuItem>
      <MenuSeparator />
      <MenuItem danger onClick={ask("remove", bin)}>
        Delete bin
      </MenuItem>
    </>
  );
  return { itemsFor, dialogs: asking && <Dialogs {...asking} open={isOpen} setOpen={setOpen} onRemoved={onRemoved} /> };
}

type DialogsProps = Asking & { open: boolean; setOpen: (open: boolean) => void; onRemoved?: () => void };

function Dialogs({ what, bin, open, setOpen, onRemoved }: DialogsProps) {
  const { id, name, requestCount } = bin;
  if (what === "rename")
    return (
      <BinDialog
        open={open}
        onOpenChange={setOpen}
        title="Rename bin"
        saveLabel="Rename"
        name={name}
        save={async (input) => {
          const result = await renameBin({ id, ...input });
          return result.ok ? undefined : result.error;
        }}
      />
    );
  const isClear = what === "clear";
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={setOpen}
      title={isClear ? `Clear ${plural(requestCount)} of “${name}”?` : `Delete bin “${name}”?`}
      description={
        isClear
          ? "They can’t be brought back. The bin keeps its address and goes on receiving."
          : `Its address stops answering${requestCount > 0 ? `, and its ${plural(requestCount)} are lost` : ""}. This can’t be undone.`
      }
      confirmLabel={isClear ? "Clear requests" : "Delete bin"}
      danger
      onConfirm={async () => {
        const result = await (isClear ? clearBin : removeBin)({ id });
        if (!result.ok) return { error: result.error.message };
        toast.success(isClear ? `“${name}” is empty.` : `Bin “${name}” deleted.`);
        if (!isClear) onRemoved?.();
        return undefined;
      }}
    />
  );
}
