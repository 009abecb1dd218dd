import type { FieldChange, HistoryEntry } from "./history";

/** A change that can be put back by itself. */
export type UndoableChange = FieldChange & { field: string };

/** Those of an entry's changes that can be put back one by one. */
export const undoableChanges = ({ changes }: Pick<HistoryEntry, "changes">): UndoableChange[] =>
  changes.flatMap((change) => (change.field === undefined ? [] : [{ ...change, field: change.field }]));

const automatic = ["delivery", "rule", "callback"];

/** Whether a person may take an entry back: it set fields, and it was a reply, a rule, a caller or an applied proposal. */
export const isUndoable = (entry: Pick<HistoryEntry, "kind" | "origin" | "changes">): boolean =>
  (entry.kind === "writeback.applied" || automatic.includes(entry.origin)) &&
  entry.kind !== "writeback.proposed" &&
  undoableChanges(entry).length > 0;

const answers = ["change.undone", "writeback.applied", "writeback.dismissed"];

/** Whether `entry` is what someone decided about the entry with this id. */
export const isAnswerTo = (entryId: number, { kind, cause }: HistoryEntry): boolean =>
  cause?.entryId === entryId && answers.includes(kind);

/** Who took back or decided what, by the id of the entry it answers. Answers are newer than what they answer. */
export const answersIn = (entries: readonly HistoryEntry[]): Map<number, HistoryEntry> =>
  new Map(
    entries.flatMap((entry) => {
      const id = entry.cause?.entryId;
      return id !== undefined && isAnswerTo(id, entry) ? [[id, entry] as const] : [];
    }),
  );

/** The proposals nobody has decided about yet, in the order given. */
export function openProposals(entries: readonly HistoryEntry[]): HistoryEntry[] {
  const answered = answersIn(entries);
  return entries.filter(({ kind, id }) => kind === "writeback.proposed" && !answered.has(id));
}
