"use client";
import { DragDropProvider } from "@dnd-kit/react";
import { isSortable, useSortable } from "@dnd-kit/react/sortable";
import { GripVertical } from "lucide-react";
import { createContext, type KeyboardEvent, type ReactNode, use, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { type Announced, announcingPlugins, capital } from "./drag-announcements";

/** Around a row that moves: what its handle is told. */
export const HandleContext = createContext<((element: Element | null) => void) | undefined>(undefined);

type SortableListProps = {
  /** Names the list: "Parameters". */
  label: string;
  /** One stable id per row. */
  ids: readonly string[];
  /** How a row is announced: "parameter Reference". */
  nameOf: (index: number) => string;
  onMove: (from: number, to: number) => void;
  disabled?: boolean;
  children: (index: number) => ReactNode;
};

/** A list in an order: rows move by dragging their handle, by Space and arrows on it, or by Alt+arrows anywhere in them. */
export function SortableList({ label, ids, nameOf, onMove, disabled = false, children }: SortableListProps) {
  const [said, setSaid] = useState("");
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || step === undefined) return;
    event.preventDefault();
    const to = index + step;
    if (to < 0 || to >= ids.length) return;
    const focused = document.activeElement;
    setSaid(`${capital(nameOf(index))} moved to position ${to + 1} of ${ids.length}.`);
    onMove(index, to);
    // Moving a row takes the focus away from what is in it.
    requestAnimationFrame(() => focused instanceof HTMLElement && focused.focus());
  };
  return (
    <DragDropProvider
      plugins={announcingPlugins}
      onDragEnd={({ canceled, operation: { source } }) => {
        if (canceled || !isSortable(source) || source.initialIndex === source.index) return;
        onMove(source.initialIndex, source.index);
      }}
    >
      <ol aria-label={label} className="flex flex-col [&>li:only-child_[data-drag-handle]]:hidden">
        {ids.map((id, index) =>
          disabled ? (
            <li key={id} className={rowStyle}>
              {children(index)}
            </li>
          ) : (
            <SortableRow
              key={id}
              id={id}
              index={index}
              announced={{ name: nameOf(index), placeOf: (at) => `position ${at + 1} of ${ids.length}` }}
              isAlone={ids.length < 2}
              onKeyDown={(event) => onKeyDown(event, index)}
            >
              {children(index)}
            </SortableRow>
          ),
        )}
      </ol>
      <p role="status" className="sr-only">
        {said}
      </p>
    </DragDropProvider>
  );
}

const rowStyle = "border-t bg-background py-4 last:border-b";

type SortableRowProps = {
  id: string;
  index: number;
  announced: Announced;
  isAlone: boolean;
  onKeyDown: (event: KeyboardEvent) => void;
  children: ReactNode;
};

function SortableRow({ id, index, announced, isAlone, onKeyDown, children }: SortableRowProps) {
  const { ref, handleRef, isDragging } = useSortable({ id, index, disabled: isAlone, data: announced });
  return (
    <li ref={ref} onKeyDown={onKeyDown} className={cn(rowStyle, isDragging && "rounded-md border px-3 shadow-float")}>
      <HandleContext value={handleRef}>{children}</HandleContext>
    </li>
  );
}

/** What a row is dragged by; draws nothing outside a row that moves. */
export function DragHandle({ item, verb = "Reorder" }: { item: string; verb?: string }) {
  const handleRef = use(HandleContext);
  if (!handleRef) return null;
  return (
    <Button
      ref={handleRef}
      variant="ghost"
      size="icon-sm"
      aria-label={`${verb} ${item}`}
      title="Drag, or press Space and the arrow keys"
      data-drag-handle
      className="cursor-grab touch-none active:cursor-grabbing"
    >
      <GripVertical aria-hidden />
    </Button>
  );
}
