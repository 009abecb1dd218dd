"use client";
import { useEffect, useMemo, useState } from "react";
import { TicketLine } from "@/components/tickets/ticket-line";
import { Notice } from "@/components/ui/notice";
import { checkConditions } from "@/lib/rules/check";
import { matchingTickets } from "./actions";
import { countText, type MatchCount } from "./count-matches";
import { useEditor } from "./editor-context";

/** How many tickets the conditions select now, and which ones. */
export function MatchingTickets() {
  const { ticketType, settled, ticketFields } = useEditor();
  const { conditions } = settled;
  const isComplete = useMemo(
    () => Object.keys(checkConditions(conditions, ticketFields, "conditions")).length === 0,
    [conditions, ticketFields],
  );
  const { count, problem, counting } = useMatchCount(ticketType.id, conditions, isComplete);
  const text = !isComplete
    ? "Complete the conditions to see how many tickets match."
    : count
      ? countText(count, ticketType.name)
      : problem
        ? ""
        : "Counting…";
  return (
    <section aria-label="Matching tickets" aria-busy={counting} className="min-w-0">
      <p role="status" className="font-medium tabular-nums empty:hidden">
        {text}
      </p>
      {problem && isComplete && <Notice tone="danger">{problem}</Notice>}
      {isComplete && count && count.sample.length > 0 && (
        <ul aria-label="Newest matching tickets" className="mt-2 flex flex-col">
          {count.sample.map(({ id, displayId, title }) => (
            <li key={id} className="flex min-w-0 items-baseline gap-3 border-t py-1.5 last:border-b">
              <TicketLine displayId={displayId} title={title} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const waitMs = 350;

/** Counts anew a moment after the conditions changed; the count before stays until then. */
function useMatchCount(typeId: number, conditions: Parameters<typeof checkConditions>[0], isComplete: boolean) {
  const [count, setCount] = useState<MatchCount>();
  const [problem, setProblem] = useState<string>();
  const [counting, setCounting] = useState(false);
  // The form hands out a new object after every pause, whatever was typed.
  const written = JSON.stringify(conditions);
  useEffect(() => {
    if (!isComplete) return;
    let isCurrent = true;
    setCounting(true);
    const look = async () => {
      const result = await matchingTickets({ typeId, conditions: JSON.parse(written) }).catch(() => undefined);
      // Answers may overtake each other.
      if (!isCurrent) return;
      setCounting(false);
      setCount(result?.ok ? result.value : undefined);
      setProblem(result?.ok ? undefined : (result?.error.message ?? "The tickets could not be counted. Try again."));
    };
    const timer = setTimeout(look, waitMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [typeId, written, isComplete]);
  return { count, problem, counting };
}
