"use client";
import { useMemo } from "react";
import { TextDiff } from "@/components/ui/text-diff";
import { Time } from "@/components/ui/time";
import { comparedTexts } from "./compared-texts";
import type { ShownRequest } from "./shown-request";

type Part = keyof ReturnType<typeof comparedTexts>;
const parts: [Part, string][] = [
  ["line", "Method and path"],
  ["query", "Query parameters"],
  ["headers", "Headers"],
  ["body", "Body"],
];

/** Two requests side by side, part by part; headers are sorted by name, so that order is no difference. */
export function Comparison({ before, after }: { before: ShownRequest; after: ShownRequest }) {
  const [left, right] = useMemo(() => [comparedTexts(before), comparedTexts(after)], [before, after]);
  const isCut = before.isCut || after.isCut || before.isTruncated || after.isTruncated;
  return (
    <div className="flex min-w-0 flex-col gap-6">
      <p className="text-muted">
        First: <Time value={before.receivedAt} format="exact" />. Second:{" "}
        <Time value={after.receivedAt} format="exact" />.
      </p>
      {parts.map(([part, title]) => (
        <section key={part} aria-label={title} className="min-w-0">
          <h2 className="mb-2 font-semibold">{title}</h2>
          {left[part] === right[part] ? (
            <p className="text-muted">{left[part] === "" ? "None in either." : "The same in both."}</p>
          ) : (
            <TextDiff label={title} before={left[part]} after={right[part]} beforeLabel="First" afterLabel="Second" />
          )}
          {part === "body" && isCut && (
            <p className="mt-2 text-muted text-xs">Of long bodies, only the beginning is compared.</p>
          )}
        </section>
      ))}
    </div>
  );
}
