import { type PaletteItem, plainText } from "./palette-items";

// Kept here, as the browser hides what is dragged until it is dropped.
let dragged: PaletteItem | undefined;

/** The palette element that is being dragged, if one is. */
export const draggedItem = (): PaletteItem | undefined => dragged;

/** Lets a palette element be dragged; other places than the editor get its text. */
export const dragging = (item: PaletteItem) => ({
  draggable: true,
  onDragStart: ({ dataTransfer }: React.DragEvent) => {
    dragged = item;
    dataTransfer.effectAllowed = "copy";
    dataTransfer.setData("text/plain", plainText(item.text));
  },
  onDragEnd: () => {
    dragged = undefined;
  },
});
