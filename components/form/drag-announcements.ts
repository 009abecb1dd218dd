import type { DragDropProvider } from "@dnd-kit/react";
import { isSortable } from "@dnd-kit/react/sortable";
import type { ComponentProps } from "react";

type Customise = Extract<ComponentProps<typeof DragDropProvider>["plugins"], (...args: never[]) => unknown>;
type Moved = { operation: { source: unknown; target?: unknown }; canceled?: boolean };

/** What a sortable row has to say for itself: its name, and a place in words ("position 2 of 3"). */
export type Announced = { name: string; placeOf: (index: number, group: string) => string };

const instructions = "To reorder, press Space, move with the arrow keys, and press Space again. Escape puts it back.";

/** The row of a drag event with its index and list, now or when it was picked up. */
function rowOf(entity: unknown) {
  if (!isSortable(entity as Parameters<typeof isSortable>[0])) return undefined;
  return entity as {
    id: unknown;
    data: Announced;
    index: number;
    group?: string;
    initialIndex: number;
    initialGroup?: string;
  };
}

/** A list that can be dropped on where it has no rows says its name in its data. */
const listNameOf = (target: unknown) => (target as { data?: { name?: string } } | null | undefined)?.data?.name;

const announcements = {
  dragstart({ operation }: Moved) {
    const row = rowOf(operation.source);
    return row && `Picked up ${row.data.name}, ${row.data.placeOf(row.index, row.group ?? "")}.`;
  },
  dragover({ operation }: Moved) {
    const row = rowOf(operation.source);
    if (!row) return undefined;
    const target = rowOf(operation.target);
    if (target?.id === row.id) return undefined;
    const place = target ? row.data.placeOf(target.index, target.group ?? "") : listNameOf(operation.target);
    return place === undefined ? undefined : `${capital(row.data.name)}: ${place}.`;
  },
  dragend({ operation, canceled }: Moved) {
    const row = rowOf(operation.source);
    if (!row) return undefined;
    const { name, placeOf } = row.data;
    return canceled
      ? `Cancelled. ${capital(name)} is back at ${placeOf(row.initialIndex, row.initialGroup ?? "")}.`
      : `Dropped ${name}, ${placeOf(row.index, row.group ?? "")}.`;
  },
};

/** Plugins for DragDropProvider: its own, but rows are announced by name instead of by id. */
export const announcingPlugins: Customise = (defaults) => {
  // The first of the preset is Accessibility, which @dnd-kit/react does not export by name.
  const [accessibility, ...others] = defaults;
  if (typeof accessibility !== "function") return defaults;
  const options = { announcements, screenReaderInstructions: { draggable: instructions }, debounce: 150 };
  return [{ plugin: accessibility, options }, ...others];
};

export const capital = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
