"use client";
import { useDroppable } from "@dnd-kit/react";
import { useSortable } from "@dnd-kit/react/sortable";
import { ArrowLeft, ArrowRight } from "lucide-react";
import { useId } from "react";
import type { Announced } from "@/components/form/drag-announcements";
import { DragHandle, HandleContext } from "@/components/form/sortable-list";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";

export type ShownRole = { id: string; name: string; description: string; mayFire: boolean };
export const listTitles = { available: "Available Roles", current: "Current Roles" } as const;
export type ListName = keyof typeof listTitles;

type RoleListProps = {
  list: ListName;
  /** Shown instead of no rows. */
  empty: string;
  roles: readonly ShownRole[];
  readOnly: boolean;
  onMove: (id: string) => void;
};

const rowType = "role";

const placeOf = (index: number, group: string) => `${listTitles[group as ListName]}, position ${index + 1}`;

/** One of the two lists; roles are dragged, or moved by their buttons, into the other. */
export function RoleList({ list, empty, roles, readOnly, onMove }: RoleListProps) {
  const id = useId();
  const title = listTitles[list];
  const { ref, isDropTarget } = useDroppable({
    id: list,
    accept: rowType,
    disabled: readOnly,
    data: { name: title },
  });
  return (
    <section className="min-w-0" aria-labelledby={id}>
      <h2 id={id} className="mb-2 flex items-baseline gap-2 font-semibold text-lg">
        {title}
        <span className="font-normal text-faint text-xs tabular-nums">{roles.length}</span>
      </h2>
      <ul
        ref={ref}
        aria-labelledby={id}
        className={cn(
          "flex min-h-40 flex-col gap-1 rounded-lg border p-1 transition-colors",
          isDropTarget && "border-accent-text bg-accent-subtle",
        )}
      >
        {roles.map((role, index) =>
          readOnly ? (
            <li key={role.id} className="rounded-md px-2 py-1">
              <RoleText role={role} />
            </li>
          ) : (
            <RoleRow key={role.id} list={list} role={role} index={index} onMove={() => onMove(role.id)} />
          ),
        )}
        {roles.length === 0 && <li className="px-3 py-2 text-muted">{empty}</li>}
      </ul>
    </section>
  );
}

type RoleRowProps = { list: ListName; role: ShownRole; index: number; onMove: () => void };

function RoleRow({ list, role, index, onMove }: RoleRowProps) {
  const announced: Announced = { name: role.name, placeOf };
  const { ref, handleRef, isDragging } = useSortable({
    id: role.id,
    index,
    group: list,
    type: rowType,
    accept: rowType,
    data: announced,
  });
  const verb = list === "available" ? "Add" : "Remove";
  const Arrow = list === "available" ? ArrowRight : ArrowLeft;
  return (
    <li
      ref={ref}
      data-role-id={role.id}
      className={cn(
        "flex items-center gap-2 rounded-md bg-background py-1 pr-1 pl-1 hover:bg-hover",
        isDragging && "border shadow-float",
      )}
    >
      <HandleContext value={handleRef}>
        <DragHandle item={role.name} verb="Drag" />
      </HandleContext>
      <RoleText role={role} />
      <Button
        variant="ghost"
        size="icon-sm"
        data-move
        aria-label={`${verb} ${role.name}`}
        title={verb}
        onClick={onMove}
      >
        <Arrow aria-hidden className="max-sm:rotate-90" />
      </Button>
    </li>
  );
}

const RoleText = ({ role }: { role: ShownRole }) => (
  <span className="min-w-0 flex-1">
    <span className="block truncate font-medium">{role.name}</span>
    {role.description && <span className="block truncate text-muted text-xs">{role.description}</span>}
  </span>
);
