"use client";
import { ArrowLeft, ArrowRight, GripVertical } from "lucide-react";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";

export type ShownRole = { id: string; name: string; description: string; mayFire: boolean };

type RoleListProps = {
  title: string;
  /** Shown instead of no rows. */
  empty: string;
  roles: readonly ShownRole[];
  verb: "Add" | "Remove";
  readOnly: boolean;
  onMove: (id: string) => void;
  /** A role dragged here. */
  onDrop: (id: string) => void;
};

const dragType = "application/x-hookdesk-role";

export function RoleList({ title, empty, roles, verb, readOnly, onMove, onDrop }: RoleListProps) {
  const id = useId();
  const [isOver, setOver] = useState(false);
  const Arrow = verb === "Add" ? ArrowRight : ArrowLeft;
  return (
    <section className="min-w-0" aria-labelledby={id}>
      <h2 id={id} className="mb-2 flex items-baseline gap-2 font-semibold text-lg">
        {title}
        <span className="font-normal text-faint text-xs tabular-nums">{roles.length}</span>
      </h2>
      <ul
        aria-labelledby={id}
        onDragOver={(event) => {
          if (readOnly || !event.dataTransfer.types.includes(dragType)) return;
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          onDrop(event.dataTransfer.getData(dragType));
        }}
        className={cn(
          "flex min-h-40 flex-col gap-1 rounded-lg border p-1 transition-colors",
          isOver && "border-accent-text bg-accent-subtle",
        )}
      >
        {roles.map((role) => (
          <li
            key={role.id}
            data-role-id={role.id}
            draggable={!readOnly}
            onDragStart={(event) => {
              event.dataTransfer.setData(dragType, role.id);
              event.dataTransfer.effectAllowed = "move";
            }}
            className={cn(
              "flex items-center gap-2 rounded-md py-1 pr-1 pl-2 hover:bg-hover",
              !readOnly && "cursor-grab active:cursor-grabbing",
            )}
          >
            {!readOnly && <GripVertical aria-hidden className="size-3.5 shrink-0 text-faint" />}
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{role.name}</span>
              {role.description && <span className="block truncate text-muted text-xs">{role.description}</span>}
            </span>
            {!readOnly && (
              <Button
                variant="ghost"
                size="icon-sm"
                aria-label={`${verb} ${role.name}`}
                title={verb}
                onClick={() => onMove(role.id)}
              >
                <Arrow aria-hidden className="max-sm:rotate-90" />
              </Button>
            )}
          </li>
        ))}
        {roles.length === 0 && <li className="px-3 py-2 text-muted">{empty}</li>}
      </ul>
    </section>
  );
}
