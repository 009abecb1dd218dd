import { cn } from "@/components/ui/cn";
import type { Delivery } from "@/lib/delivery/delivery";

/** The status code of the newest reply, or in few words why there was none; the whole message on hover. */
export function LastResult({ lastStatus, lastError }: Pick<Delivery, "lastStatus" | "lastError">) {
  if (lastStatus === null && !lastError) return <span className="text-faint">–</span>;
  const isGood = lastStatus !== null && lastStatus >= 200 && lastStatus < 300;
  return (
    <span
      title={lastError ?? undefined}
      className={cn(lastStatus !== null && "font-mono text-xs", isGood ? "text-success" : "text-danger")}
    >
      {lastStatus ?? lastError}
    </span>
  );
}
