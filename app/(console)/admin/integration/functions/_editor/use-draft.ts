"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import { useFormState } from "react-hook-form";
import { toast } from "sonner";
import { type Draft, isSame, readDraft, writeDraft } from "./draft";
import type { EditorForm } from "./editor-context";

const keepAfterMs = 300;

/** Keeps unsaved values in this browser, and offers those that an earlier visit left. `id` undefined: of a new function. */
export function useDraft(form: EditorForm, id: string | undefined, version: () => number | undefined) {
  const [offered, setOffered] = useState<Draft>();
  const { isDirty } = useFormState({ control: form.control });
  const state = useRef({ isDirty, hasKept: false, version });
  state.current.isDirty = isDirty;
  state.current.version = version;
  const { watch, getValues, reset } = form;

  useEffect(() => {
    const found = readDraft(window.localStorage, id);
    if (found && !isSame(found.values, getValues())) setOffered(found);
  }, [id, getValues]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const keep = () => {
      clearTimeout(timer);
      timer = undefined;
      if (!state.current.isDirty) return;
      const draft = { at: Date.now(), version: state.current.version(), values: getValues() };
      const isKept = writeDraft(window.localStorage, id, draft);
      if (!isKept && !state.current.hasKept) toast.warning("This browser can’t keep unsaved changes. Save often.");
      state.current.hasKept = true;
    };
    const flush = () => timer !== undefined && keep();
    const { unsubscribe } = watch(() => {
      clearTimeout(timer);
      timer = setTimeout(keep, keepAfterMs);
    });
    window.addEventListener("pagehide", flush);
    return () => {
      flush();
      unsubscribe();
      window.removeEventListener("pagehide", flush);
    };
  }, [id, watch, getValues]);

  // Saved or discarded: nothing is left to keep. One that is offered stays until the person decides.
  useEffect(() => {
    if (isDirty || !state.current.hasKept) return;
    state.current.hasKept = false;
    writeDraft(window.localStorage, id, undefined);
  }, [isDirty, id]);

  /** Lets go of what is kept, at once: the page is left after saving. */
  const forget = useCallback(() => {
    state.current.isDirty = false;
    writeDraft(window.localStorage, id, undefined);
    setOffered(undefined);
  }, [id]);
  const restore = () => {
    if (offered) reset(offered.values, { keepDefaultValues: true });
    setOffered(undefined);
  };
  return { offered, restore, forget };
}
