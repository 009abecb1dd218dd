import { z } from "zod";
import { parameterTypes, returnTypes } from "@/lib/functions/function";
import type { FunctionValues } from "./form-values";

/** Unsaved values of the form, kept in the browser. Neither token nor secret is among them. */
export type Draft = { at: number /** The version they were made from. */; version?: number; values: FunctionValues };

const number = z.number().optional();
const draft = z.object({
  at: z.number(),
  version: number,
  values: z.object({
    name: z.string(),
    returnType: z.enum(returnTypes),
    description: z.string(),
    apiName: z.string(),
    parameters: z.array(z.object({ name: z.string(), type: z.enum(parameterTypes) })),
    source: z.string(),
    limits: z.object({ ratePerMinute: number, concurrency: number, timeSeconds: number }),
  }),
});

type Kept = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const keyOf = (id: string | undefined) => `hookdesk.function-draft.${id ?? "new"}`;

/** What was left of an earlier visit; undefined for none, and for what can't be read. */
export function readDraft(storage: Kept, id: string | undefined): Draft | undefined {
  try {
    const read = draft.safeParse(JSON.parse(storage.getItem(keyOf(id)) ?? "null"));
    return read.success ? (read.data as Draft) : undefined;
  } catch {
    // Storage is forbidden, or holds something else: there is no draft then.
    return undefined;
  }
}

/** Keeps a draft, or with undefined lets it go. False when the browser has no room or forbids it. */
export function writeDraft(storage: Kept, id: string | undefined, kept: Draft | undefined): boolean {
  try {
    if (kept) storage.setItem(keyOf(id), JSON.stringify(kept));
    else storage.removeItem(keyOf(id));
    return true;
  } catch {
    return false;
  }
}

export const isSame = (a: FunctionValues, b: FunctionValues) => JSON.stringify(a) === JSON.stringify(b);
