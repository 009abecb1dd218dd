import { expect, test } from "vitest";
import { readDraft, writeDraft } from "./draft";
import { newValues } from "./form-values";

function storage() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

test("a draft is read again by its function alone, and goes when it is let go", () => {
  const place = storage();
  const draft = { at: 1, version: 3, values: { ...newValues(), name: "Sync" } };
  expect(writeDraft(place, "fun_1", draft)).toBe(true);
  expect(readDraft(place, "fun_1")).toEqual(draft);
  expect(readDraft(place, undefined)).toBeUndefined();
  writeDraft(place, "fun_1", undefined);
  expect(place.kept.size).toBe(0);
});

test("a full or broken storage is no draft, and no error", () => {
  const broken = {
    getItem: () => "{oops",
    setItem: () => {
      throw new Error("quota");
    },
    removeItem: () => undefined,
  };
  expect(readDraft(broken, "fun_1")).toBeUndefined();
  expect(writeDraft(broken, "fun_1", { at: 1, values: newValues() })).toBe(false);
});
