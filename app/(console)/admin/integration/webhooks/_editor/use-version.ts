"use client";
import { useEffect, useRef, useState } from "react";
import { toast } from "sonner";
import type { Webhook } from "@/lib/delivery/webhook";
import { loadWebhook } from "../actions";
import type { EditorForm } from "./editor-context";
import { valuesOf } from "./form-values";

/** Which stored version the form was made from, and what to do when someone else saved another one meanwhile. */
export function useVersion(form: EditorForm, webhook: Webhook | undefined) {
  const base = useRef(webhook?.version);
  const [isOvertaken, setOvertaken] = useState(false);
  const { reset, resetField, getFieldState } = form;
  const { isDirty } = form.formState;

  const accept = (saved: Webhook) => {
    base.current = saved.version;
    setOvertaken(false);
    reset(valuesOf(saved));
  };

  // The page was refreshed with a version this form has not seen.
  const stored = webhook?.version;
  useEffect(() => {
    if (!webhook || stored === undefined || stored <= (base.current ?? 0)) return;
    if (isDirty) return setOvertaken(true);
    base.current = stored;
    reset(valuesOf(webhook));
  }, [webhook, stored, isDirty, reset]);

  // Enabling from the menu makes no new version.
  const isEnabled = webhook?.isEnabled;
  useEffect(() => {
    if (isEnabled !== undefined && !getFieldState("isEnabled").isDirty)
      resetField("isEnabled", { defaultValue: isEnabled });
  }, [isEnabled, resetField, getFieldState]);

  const latest = async () => {
    const result = await loadWebhook({ id: webhook?.id ?? "" }).catch(() => undefined);
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
