"use client";
import { Pencil, Trash2 } from "lucide-react";
import { Button } from "@/components/ui/button";

type Row = { id: number; name: string; detail?: string; onEdit: () => void; onRemove?: () => void };

/** A short list of named records with their buttons. */
export function Rows({ label, rows }: { label: string; rows: Row[] }) {
  return (
    <ul aria-label={label} className="max-w-[560px] divide-y rounded-lg border">
      {rows.map((row) => (
        <li key={row.id} className="flex min-h-10 items-center gap-3 py-1 pr-1.5 pl-4">
          <span className="min-w-0 flex-1 truncate">{row.name}</span>
          {row.detail && <span className="text-muted text-xs">{row.detail}</span>}
          <span className="flex">
            <Button size="icon-sm" variant="ghost" aria-label={`Edit ${row.name}`} onClick={row.onEdit}>
              <Pencil aria-hidden />
            </Button>
            {row.onRemove && (
              <Button size="icon-sm" variant="ghost" aria-label={`Delete ${row.name}`} onClick={row.onRemove}>
                <Trash2 aria-hidden />
              </Button>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
