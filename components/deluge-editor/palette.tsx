"use client";
import { cn } from "@/components/ui/cn";
import { dragging } from "./palette-drag";
import { type PaletteItem, palette } from "./palette-items";

type PaletteProps = { onInsert: (item: PaletteItem) => void; disabled?: boolean };

/** Statements, values and tasks: dragged into the code, or written at the cursor when pressed. */
export function Palette({ onInsert, disabled }: PaletteProps) {
  return (
    <section aria-label="Palette" className="flex min-w-0 flex-col gap-1.5">
      {palette.map(({ name, items }) => (
        <div key={name} className="grid min-w-0 grid-cols-[72px_minmax(0,1fr)] items-start gap-2">
          <p id={`palette-${name}`} className="pt-1 text-muted text-xs">
            {name}
          </p>
          <ul aria-labelledby={`palette-${name}`} className="flex min-w-0 flex-wrap gap-1">
            {items.map((item) => (
              <li key={item.label}>
                <button
                  type="button"
                  title={`${item.title}. Drag it into the code, or press it to write it at the cursor.`}
                  disabled={disabled}
                  onClick={() => onInsert(item)}
                  className={cn(
                    "h-6 whitespace-nowrap rounded-md border bg-surface px-1.5 font-mono text-xs transition-colors",
                    "hover:border-strong hover:bg-hover disabled:cursor-not-allowed disabled:text-faint",
                    !disabled && "cursor-grab active:cursor-grabbing",
                  )}
                  {...(disabled ? {} : dragging(item))}
                >
                  {item.label}
                </button>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
