"use client";
import { createContext, useContext } from "react";
import type { ConditionField } from "@/lib/rules/fields";
import type { PickerChoice } from "./condition-picker";

/** What every row and group of one builder shares. */
export type BuilderContext = {
  fields: readonly ConditionField[];
  /** The fields as the drop-down lists them. */
  choices: readonly PickerChoice[];
  withEvent: boolean;
  /** The message at a path below the value: `conditions.0.value`. */
  errorAt: (path: string) => string | undefined;
  /** No room for another row. */
  isFull: boolean;
};

const Context = createContext<BuilderContext | null>(null);
export const BuilderProvider = Context.Provider;

export function useBuilder(): BuilderContext {
  const context = useContext(Context);
  if (!context) throw new Error("Conditions stand inside a ConditionBuilder");
  return context;
}
