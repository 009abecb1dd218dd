"use client";
import { createContext, use } from "react";
import { type UseFormReturn, useFormContext } from "react-hook-form";
import type { DelugeEditorApi } from "@/components/deluge-editor/editor-api";
import type { CallbackFunction, FunctionInput, FunctionTest } from "@/lib/functions/function";
import type { FunctionValues } from "./form-values";
import type { Executed } from "./results";

export type EditorForm = UseFormReturn<FunctionValues, unknown, FunctionInput>;

export type EditorState = {
  /** As stored; undefined while it is new. */
  callable: CallbackFunction | undefined;
  /** With its token; undefined while it is not published, and for those who may not publish. */
  url: string | undefined;
  tests: readonly FunctionTest[];
  readOnly: boolean;
  /** Undefined until the code editor is loaded. */
  code: DelugeEditorApi | undefined;
  setCode: (api: DelugeEditorApi | undefined) => void;
  result: Executed | undefined;
  /** Saves what is being edited. False when it was refused; the page says why. */
  save: () => Promise<boolean>;
};

const EditorContext = createContext<EditorState | undefined>(undefined);
export const EditorProvider = EditorContext.Provider;

export function useEditor(): EditorState {
  const state = use(EditorContext);
  if (!state) throw new Error("useEditor needs an EditorProvider above it");
  return state;
}

export const useEditorForm = (): EditorForm => useFormContext<FunctionValues, unknown, FunctionInput>();
