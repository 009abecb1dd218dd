"use client";
import { DragDropProvider } from "@dnd-kit/react";
import { isSortable, useSortable } from "@dnd-kit/react/sortable";
import { type ComponentProps, createContext, type KeyboardEvent, type ReactNode, use, useState } from "react";
import { type Announced, announcingPlugins, capital } from "@/components/form/drag-announcements";
import { DragHandle, HandleContext } from "@/components/form/sortable-list";
import { cn } from "@/components/ui/cn";

/** Rows that stand in an order of their own, which people change. */
export type RowOrder<Row> = {
  /** Of the column: "Order". */
  header: string;
  /** The sort key that shows this order. */
  sortKey: string;
  /** Rows move among those of the same group only: its id and its name. */
  groupOf: (row: Row) => { id: string; name: string };
  /** One-based, within the group. */
  placeOf: (row: Row) => number;
  /** How many the group has, on other pages too. */
  countOf: (row: Row) => number;
  /** Absent where nobody may move rows. */
  onMove?: (row: Row, place: number) => void;
};

const SayContext = createContext<(text: string) => void>(() => undefined);

type OrderedRowsProps<Row> = { order: RowOrder<Row>; rows: readonly Row[]; children: ReactNode };

/** Around the table: takes what was dragged to its place. */
export function OrderedRows<Row>({ order, rows, children }: OrderedRowsProps<Row>) {
  const [said, setSaid] = useState("");
  return (
    <DragDropProvider
      plugins={announcingPlugins}
      onDragEnd={({ canceled, operation: { source } }) => {
        if (canceled || !isSortable(source) || source.initialIndex === source.index) return;
        const peers = rows.filter((row) => order.groupOf(row).id === source.group);
        const [moved, target] = [peers[source.initialIndex], peers[source.index]];
        if (moved && target) order.onMove?.(moved, order.placeOf(target));
      }}
    >
      <SayContext value={setSaid}>{children}</SayContext>
      <p role="status" className="sr-only">
        {said}
      </p>
    </DragDropProvider>
  );
}

type OrderedRowProps<Row> = Omit<ComponentProps<"tr">, "id"> & {
  id: string;
  order: RowOrder<Row>;
  row: Row;
  name: string;
  rows: readonly Row[];
};

/** Moves by its handle (drag, or Space and arrows), or by Alt+arrows anywhere in it. */
export function OrderedRow<Row>(props: OrderedRowProps<Row>) {
  const { id, order, row, name, rows, className, children, ...others } = props;
  const say = use(SayContext);
  const { id: group, name: groupName } = order.groupOf(row);
  const peers = rows.filter((other) => order.groupOf(other).id === group);
  const place = order.placeOf(row);
  const count = order.countOf(row);
  const words = (at: number) => `position ${at} of ${count} in ${groupName}`;
  const announced: Announced = {
    name,
    placeOf: (index) => {
      const at = peers[index];
      return at === undefined ? "" : words(order.placeOf(at));
    },
  };
  const isMovable = peers.length > 1 && order.onMove !== undefined;
  const { ref, handleRef, isDragging } = useSortable({
    id,
    index: peers.indexOf(row),
    group,
    type: group,
    accept: group,
    disabled: !isMovable,
    data: announced,
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || step === undefined || !order.onMove) return;
    event.preventDefault();
    const to = place + step;
    if (to < 1 || to > count) return;
    const focused = document.activeElement;
    say(`${capital(name)} moved to ${words(to)}.`);
    order.onMove(row, to);
    // Moving a row takes the focus away from what is in it.
    requestAnimationFrame(() => focused instanceof HTMLElement && focused.focus());
  };
  return (
    <tr
      {...others}
      // Without a handle in it dnd-kit would make the row itself a button.
      ref={isMovable ? ref : undefined}
      onKeyDown={onKeyDown}
      className={cn(className, isDragging && "bg-background shadow-float")}
    >
      <HandleContext value={isMovable ? handleRef : undefined}>{children}</HandleContext>
    </tr>
  );
}

/** The row's place, with the handle to move it. */
export function OrderCell<Row>({ order, row, name }: { order: RowOrder<Row>; row: Row; name: string }) {
  return (
    <span className="flex items-center gap-1">
      <DragHandle item={name} />
      <span className="min-w-5 text-right text-muted tabular-nums">{order.placeOf(row)}</span>
    </span>
  );
}
