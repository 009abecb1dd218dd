"use client";
import { type KeyboardEvent, type PointerEvent, useCallback, useRef, useSyncExternalStore } from "react";

const key = "hookdesk.request-width";
const [least, usual, most] = [28, 45, 65];
const step = 2;
const listeners = new Set<() => void>();
let width: number | undefined;

const within = (value: number) => Math.round(Math.min(most, Math.max(least, value)));

function stored(): number {
  const value = Number(localStorage.getItem(key));
  return value > 0 ? within(value) : usual;
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

type PaneWidth = { value: number; change: (value: number) => void };

/** How much of the editor the request takes, in percent; remembered in this browser. */
export function usePaneWidth(): PaneWidth {
  const value = useSyncExternalStore(
    subscribe,
    () => (width ??= stored()),
    () => usual,
  );
  const change = useCallback((next: number) => {
    width = within(next);
    localStorage.setItem(key, String(width));
    for (const notify of listeners) notify();
  }, []);
  return { value, change };
}

/** The line between form and request: dragged, or moved with the arrow keys; a double click puts it back. */
export function PaneHandle({ width: { value, change } }: { width: PaneWidth }) {
  const handle = useRef<HTMLDivElement>(null);
  const onPointerMove = (event: PointerEvent) => {
    const frame = handle.current?.parentElement?.getBoundingClientRect();
    if (!frame || !handle.current?.hasPointerCapture(event.pointerId)) return;
    change(((frame.right - event.clientX) / frame.width) * 100);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = { ArrowLeft: value + step, ArrowRight: value - step, Home: most, End: least }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    change(next);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule can't be moved
    <div
      ref={handle}
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label="Width of the request"
      aria-valuenow={value}
      aria-valuemin={least}
      aria-valuemax={most}
      aria-valuetext={`${value} percent`}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.focus();
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={onPointerMove}
      onDoubleClick={() => change(usual)}
      onKeyDown={onKeyDown}
      className="group hidden w-7 cursor-col-resize touch-none justify-center pane:flex"
    >
      <span className="w-px bg-border transition-colors group-hover:bg-strong group-focus-visible:bg-accent-text" />
    </div>
  );
}
