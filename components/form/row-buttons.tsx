"use client";
import { ArrowDown, ArrowUp, Copy, Trash2 } from "lucide-react";
import { useRef } from "react";
import { Button } from "@/components/ui/button";
import { DragHandle } from "./sortable-list";

type RowButtonsProps = {
  /** "parameter 2", or its name. */
  item: string;
  index: number;
  count: number;
  onMove?: (to: number) => void;
  onDuplicate?: () => void;
  onRemove: () => void;
};

/** Reorder, up, down, duplicate and remove, for one row of a list. */
export function RowButtons({ item, index, count, onMove, onDuplicate, onRemove }: RowButtonsProps) {
  const box = useRef<HTMLDivElement>(null);
  const moveTo = (to: number) => {
    onMove?.(to);
    // The row takes its buttons along; at the end of the list one of them can't be pressed again.
    requestAnimationFrame(() => {
      const [up, down] = box.current?.querySelectorAll<HTMLButtonElement>("[data-move]") ?? [];
      const [same, other] = to < index ? [up, down] : [down, up];
      (same?.disabled ? other : same)?.focus();
    });
  };
  return (
    <div ref={box} className="flex shrink-0">
      {onMove && (
        <>
          <DragHandle item={item} />
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={`Move ${item} up`}
            title="Move up (Alt+↑)"
            disabled={index === 0}
            data-move
            onClick={() => moveTo(index - 1)}
          >
            <ArrowUp aria-hidden />
          </Button>
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={`Move ${item} down`}
            title="Move down (Alt+↓)"
            disabled={index === count - 1}
            data-move
            onClick={() => moveTo(index + 1)}
          >
            <ArrowDown aria-hidden />
          </Button>
        </>
      )}
      {onDuplicate && (
        <Button variant="ghost" size="icon-sm" aria-label={`Duplicate ${item}`} title="Duplicate" onClick={onDuplicate}>
          <Copy aria-hidden />
        </Button>
      )}
      <Button variant="ghost" size="icon-sm" aria-label={`Remove ${item}`} title="Remove" onClick={onRemove}>
        <Trash2 aria-hidden />
      </Button>
    </div>
  );
}
