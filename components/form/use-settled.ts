"use client";
import { startTransition, useEffect, useState } from "react";
import type { FieldValues, UseFormReturn } from "react-hook-form";

const settleMs = 150;

/** The form as it was a moment after the last keystroke. */
export function useSettled<Values extends FieldValues, Output>({
  watch,
  getValues,
}: UseFormReturn<Values, unknown, Output>): Values {
  const [settled, setSettled] = useState<Values>(() => structuredClone(getValues()));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    // A transition: drawing what follows from it gives way to the next keystroke.
    const settle = () => startTransition(() => setSettled(structuredClone(getValues())));
    const { unsubscribe } = watch(() => {
      clearTimeout(timer);
      timer = setTimeout(settle, settleMs);
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [watch, getValues]);
  return settled;
}
