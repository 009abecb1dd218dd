"use client";
import { type KeyboardEvent, type RefObject, useCallback, useId, useLayoutEffect, useRef, useState } from "react";
import { type CompletionItem, completionsAt } from "@/lib/template/language";
import { acceptCompletion } from "./accept-completion";
import type { TemplateSource } from "./template-source";

type Box = HTMLInputElement | HTMLTextAreaElement;
const mostShown = 60;
const nothing: readonly CompletionItem[] = [];

/**
 * A completion list under a text box: opens while a placeholder is typed or on Ctrl+Space, arrows move, Enter or Tab
 * takes, Escape closes. Focus stays in the box (ARIA combobox pattern).
 */
export function useCompletion(box: RefObject<Box | null>, source: TemplateSource, onText: (text: string) => void) {
  const listId = useId();
  const [items, setItems] = useState(nothing);
  const [active, setActive] = useState(0);
  const caret = useRef<number | undefined>(undefined);

  // The box is controlled: its caret can only be placed once the new text is in it.
  useLayoutEffect(() => {
    if (caret.current === undefined || !box.current) return;
    box.current.setSelectionRange(caret.current, caret.current);
    caret.current = undefined;
  });

  const close = useCallback(() => setItems(nothing), []);
  const suggest = useCallback(
    (text: string, offset: number) => {
      const found = completionsAt(text, offset, source.known);
      const [only] = found;
      const isTyped = found.length === 1 && only && text.slice(only.replace.start, only.replace.end) === only.insert;
      setItems(isTyped ? nothing : found.slice(0, mostShown));
      setActive(0);
    },
    [source],
  );
  const take = (item: CompletionItem | undefined) => {
    if (!item || !box.current) return;
    const next = acceptCompletion(box.current.value, item);
    caret.current = next.caret;
    onText(next.text);
    close();
    box.current.focus();
  };
  /** Writes the opening braces at the caret and offers every field. */
  const insertField = () => {
    const target = box.current;
    if (!target) return;
    const start = target.selectionStart ?? target.value.length;
    const text = `${target.value.slice(0, start)}{{${target.value.slice(target.selectionEnd ?? start)}`;
    caret.current = start + 2;
    onText(text);
    target.focus();
    suggest(text, start + 2);
  };

  const onKeyDown = (event: KeyboardEvent<Box>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === " " && event.ctrlKey) {
      event.preventDefault();
      return suggest(event.currentTarget.value, event.currentTarget.selectionStart ?? 0);
    }
    if (items.length === 0) return;
    const move = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (move !== undefined) {
      event.preventDefault();
      setActive((now) =>
        Math.abs(move) === 1
          ? (now + move + items.length) % items.length
          : Math.max(0, Math.min(items.length - 1, now + move)),
      );
    } else if (event.key === "Enter" || event.key === "Tab") {
      event.preventDefault();
      take(items[active]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) close();
  };

  return { listId, items, active, setActive, suggest, take, close, insertField, onKeyDown };
}
