import { expect, test } from "vitest";
import type { Failure } from "@/lib/core/result";
import { applyFailure } from "./apply-failure";

function apply(failure: Failure) {
  const calls: [string, string | undefined, boolean | undefined][] = [];
  applyFailure(
    {
      getValues: () => ({ name: "", url: "", headers: [{ name: "" }] }),
      setError: (name: string, error: { message?: string }, options?: { shouldFocus?: boolean }) =>
        void calls.push([name, error.message, options?.shouldFocus]),
    } as unknown as Parameters<typeof applyFailure>[0],
    failure,
  );
  return calls;
}

test("each field gets its first message, the first field the focus", () => {
  const fields = { url: ["Enter an https address", "Too long"], "headers.0.name": ["Enter a name"] };
  expect(apply({ code: "invalid", message: "Check the form", fields })).toEqual([
    ["url", "Enter an https address", true],
    ["headers.0.name", "Enter a name", false],
  ]);
});

test("what the form can't show beside a field goes above it", () => {
  expect(apply({ code: "invalid", message: "Check the form", fields: { secret: ["Too short"] } })).toEqual([
    ["root", "Check the form secret: Too short", undefined],
  ]);
  expect(apply({ code: "conflict", message: "Someone saved before you", fields: { name: ["Taken"] } })).toEqual([
    ["name", "Taken", true],
    ["root", "Someone saved before you", undefined],
  ]);
});
