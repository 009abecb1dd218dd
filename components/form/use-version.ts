"use client";
import { useEffect, useRef, useState } from "react";
import type { FieldPath, FieldValues, UseFormReturn } from "react-hook-form";
import { toast } from "sonner";
import type { Result } from "@/lib/core/result";

type Versioned = { version: number; isEnabled?: boolean };

type VersionSource<Stored extends Versioned, Values extends FieldValues> = {
  /** As the page was made with; undefined while it is new. */
  stored: Stored | undefined;
  valuesOf: (stored: Stored) => Values;
  /** What is stored now. */
  load: () => Promise<Result<Stored>>;
};

/** Which stored version the form was made from, and what to do when someone else saved another one meanwhile. */
export function useVersion<Stored extends Versioned, Values extends FieldValues, Output>(
  form: UseFormReturn<Values, unknown, Output>,
  source: VersionSource<Stored, Values>,
) {
  const { stored } = source;
  const base = useRef(stored?.version);
  const [isOvertaken, setOvertaken] = useState(false);
  const { reset, resetField, getFieldState } = form;
  const { isDirty } = form.formState;
  const { valuesOf } = source;

  const accept = (saved: Stored) => {
    base.current = saved.version;
    setOvertaken(false);
    reset(valuesOf(saved));
  };

  // The page was refreshed with a version this form has not seen.
  useEffect(() => {
    if (!stored || stored.version <= (base.current ?? 0)) return;
    if (isDirty) return setOvertaken(true);
    base.current = stored.version;
    reset(valuesOf(stored));
  }, [stored, isDirty, reset, valuesOf]);

  // Enabling from the menu makes no new version.
  const isEnabled = stored?.isEnabled;
  useEffect(() => {
    const field = "isEnabled" as FieldPath<Values>;
    if (isEnabled !== undefined && !getFieldState(field).isDirty)
      resetField(field, { defaultValue: isEnabled as never });
  }, [isEnabled, resetField, getFieldState]);

  const latest = async () => {
    const result = await source.load().catch(() => undefined);
    if (result?.ok) return result.value;
    toast.error(result ? result.error.message : "The server did not answer. Try again.");
    return undefined;
  };
  /** Replaces what is being edited by what is stored. */
  const load = async () => {
    const found = await latest();
    if (found) accept(found);
  };
  /** Keeps what is being edited; the next save goes over the other version. */
  const keep = async () => {
    const found = await latest();
    if (!found) return;
    base.current = found.version;
    setOvertaken(false);
  };
  return {
    get base() {
      return base.current;
    },
    isOvertaken,
    overtake: () => setOvertaken(true),
    accept,
    load,
    keep,
  };
}
