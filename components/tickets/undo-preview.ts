import { same } from "@/lib/desk/differences";
import { readField } from "@/lib/desk/field-ref";
import type { HistoryEntry } from "@/lib/desk/history";
import { undoableChanges } from "@/lib/desk/history-state";
import type { TicketGraph } from "@/lib/desk/ticket";
import { shownValue } from "./change-list";

/** One value that would be put: from what the ticket has to the other. `reason` says why it would stay. */
export type PutPreview = { label: string; from: string; to: string; reason?: string };

/** What taking an entry back would do to the ticket as it is now. */
export const previewUndo = (graph: TicketGraph, entry: HistoryEntry): PutPreview[] =>
  undoableChanges(entry).map(({ field, label, from, to, before, after }) => ({
    label,
    from: shownValue(to),
    to: shownValue(from),
    ...reasonOf(readField(graph, field), after, before),
  }));

/** What applying a proposal would do to the ticket as it is now. */
export const previewProposal = (graph: TicketGraph, entry: HistoryEntry): PutPreview[] =>
  undoableChanges(entry).map(({ field, label, from, to, before, after }) => ({
    label,
    from: shownValue(from),
    to: shownValue(to),
    ...reasonOf(readField(graph, field), before, after),
  }));

function reasonOf(present: unknown, expected: unknown, wanted: unknown): Pick<PutPreview, "reason"> {
  if (present === undefined) return { reason: "This field is gone." };
  if (same(present, wanted)) return { reason: "It is so already." };
  return same(present, expected) ? {} : { reason: "It was changed since." };
}
