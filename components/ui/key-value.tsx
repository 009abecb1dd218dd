import type { ReactNode } from "react";
import { cn } from "./cn";

type KeyValueProps = {
  items: readonly { label: ReactNode; value: ReactNode /** A copy button, say. */; action?: ReactNode }[];
  /** For headers and ids. */
  mono?: boolean;
  className?: string;
};

/** Names left, values right; one column on a phone. */
export function KeyValue({ items, mono, className }: KeyValueProps) {
  return (
    <dl
      className={cn(
        "grid grid-cols-[minmax(96px,max-content)_minmax(0,1fr)] gap-x-6 gap-y-2 max-sm:grid-cols-1 max-sm:gap-y-0",
        className,
      )}
    >
      {items.map((item, index) => (
        // Headers may repeat, so a name alone is no key.
        // biome-ignore lint/suspicious/noArrayIndexKey: the list is drawn whole, never reordered
        <div key={index} className="contents">
          <dt className={cn("text-muted max-sm:text-xs", mono && "font-mono text-xs leading-5")}>{item.label}</dt>
          <dd
            className={cn(
              "flex min-w-0 items-start gap-1 break-words max-sm:mb-2",
              mono && "font-mono text-xs leading-5",
            )}
          >
            <span className="min-w-0 break-words [overflow-wrap:anywhere]">{item.value}</span>
            {item.action && <span className="-my-1 shrink-0">{item.action}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
