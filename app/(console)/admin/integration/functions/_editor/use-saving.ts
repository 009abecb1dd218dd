"use client";
import { useState } from "react";
import { toast } from "sonner";
import type { DelugeEditorApi } from "@/components/deluge-editor/editor-api";
import { applyFailure } from "@/components/form/apply-failure";
import type { Failure } from "@/lib/core/result";
import type { CallbackFunction, FunctionInput } from "@/lib/functions/function";
import { saveFunction } from "../actions";
import type { EditorForm } from "./editor-context";

type SavingPorts = {
  form: EditorForm;
  callable: CallbackFunction | undefined;
  version: { base: number | undefined; overtake: () => void; accept: (saved: CallbackFunction) => void };
  code: DelugeEditorApi | undefined;
  /** Fields were wrong: they have to be in sight. */
  onInvalid: () => void;
};

/** Saves what is in the form, and says where it is wrong when it is refused. */
export function useSaving({ form, callable, version, code, onInvalid }: SavingPorts) {
  /** Test cases that failed, while the person decides. */
  const [failing, setFailing] = useState<readonly string[]>();

  const refuse = (failure: Failure) => {
    if (callable && failure.code === "conflict" && !failure.fields) return version.overtake();
    if (failure.fields?.tests) return setFailing(failure.fields.tests);
    const [first] = failure.fields?.source ?? [];
    const line = Number(/^Line (\d+)/.exec(first ?? "")?.[1] ?? 0);
    if (first === undefined) applyFailure(form, failure);
    else form.setError("source", { type: "server", message: failure.message });
    onInvalid();
    if (line > 0) code?.goTo(line);
  };

  async function send(input: FunctionInput, anyway: boolean): Promise<CallbackFunction | undefined> {
    const identity = callable && { id: callable.id, expectedVersion: version.base };
    const result = await saveFunction({ ...input, ...identity, anyway }).catch(() => undefined);
    if (!result) {
      form.setError("root", { message: "The server did not answer. Nothing was saved; try again." });
      return undefined;
    }
    if (!result.ok) {
      refuse(result.error);
      return undefined;
    }
    setFailing(undefined);
    const typed = code?.text();
    version.accept(result.value);
    // Typed while the server was saving.
    if (typed !== undefined && typed !== input.source) code?.setText(typed);
    toast.success(`Function “${result.value.name}” ${callable ? "saved" : "created"}.`);
    return result.value;
  }

  /** Undefined when it was not saved. */
  async function save(anyway = false): Promise<CallbackFunction | undefined> {
    const saved: CallbackFunction[] = [];
    await form.handleSubmit(async (input) => {
      const made = await send(input, anyway);
      if (made) saved.push(made);
    }, onInvalid)();
    return saved[0];
  }
  return { save, failing, closeFailing: () => setFailing(undefined) };
}
