import { cn } from "@/components/ui/cn";
import type { Json } from "@/lib/core/json";
import type { FieldChange } from "@/lib/desk/history";

/** Label: from → to. */
export function ChangeList({ changes, className }: { changes: readonly FieldChange[]; className?: string }) {
  return (
    <ul className={cn("flex flex-col gap-1 text-xs", className)}>
      {changes.map((change) => (
        <li key={change.path} className="break-words [overflow-wrap:anywhere]">
          <ChangeText {...change} />
        </li>
      ))}
    </ul>
  );
}

export const ChangeText = ({ label, from, to }: Pick<FieldChange, "label" | "from" | "to">) => (
  <>
    <span className="text-muted">{label}:</span> <From value={from} /> <span aria-hidden>→</span>{" "}
    <ins className="no-underline">{shownValue(to)}</ins>
  </>
);

const From = ({ value }: { value: Json }) =>
  isEmpty(value) ? <span className="text-muted">empty</span> : <del className="text-muted">{shownValue(value)}</del>;

const isEmpty = (value: Json) => value === null || value === "" || (Array.isArray(value) && value.length === 0);

/** A stored value as text, at most 300 characters of it. */
export function shownValue(value: Json): string {
  if (isEmpty(value)) return "empty";
  const text = typeof value === "string" ? value : Array.isArray(value) ? value.join(", ") : JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
