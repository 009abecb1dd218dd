import { isAppError } from "@/lib/core/errors";
import type { Json } from "@/lib/core/json";
import { type Choices, checkedChoice, isChoiceKey, isPersonKey, type PersonKey } from "./choices";
import type { FormRow } from "./custom-forms";
import { same } from "./differences";
import { patchFor, readField, ticketPathOf } from "./field-ref";
import type { UndoableChange } from "./history-state";
import { joinPatches, type TicketPatch, withPatch } from "./patch";
import type { TicketGraph } from "./ticket";

/** A property to be given a value, if it still has the one it is expected to have. */
export type Exchange = { field: string; label: string; expected: Json; value: Json };

export const backward = ({ field, label, before, after }: UndoableChange): Exchange => ({
  ...{ field, label, expected: after ?? null, value: before ?? null },
});
export const forward = ({ field, label, before, after }: UndoableChange): Exchange => ({
  ...{ field, label, expected: before ?? null, value: after ?? null },
});

/** Values that were put, or that the ticket already had, and properties left alone with the reason as a sentence. */
export type Exchanged = { patch: TicketPatch; done: Exchange[]; left: { label: string; reason: string }[] };

/**
 * Puts values one by one: what no longer has the expected value is left alone, as is what can't have the other one any
 * more (a list item that is gone, a form field that was removed).
 */
export function putValues(graph: TicketGraph, exchanges: readonly Exchange[], choices: Choices): Exchanged {
  const result: Exchanged = { patch: {}, done: [], left: [] };
  for (const exchange of exchanges) {
    const { field, label, expected, value } = exchange;
    const present = readField(graph, field);
    const leave = (reason: string) => result.left.push({ label, reason });
    if (present === undefined) leave("This field is gone.");
    else if (same(present, value)) result.done.push(exchange);
    else if (!same(present, expected)) leave("It was changed since.");
    else
      try {
        const next = patchFor(withPatch(graph, result.patch, choices.lists), field, checked(field, value, choices));
        result.patch = joinPatches(result.patch, tidy(next));
        result.done.push(exchange);
      } catch (error) {
        if (!isAppError(error)) throw error;
        leave(error.message);
      }
  }
  return result;
}

/** The people whose ids are to be put, for looking them up. */
export const peopleIn = (exchanges: readonly Exchange[]): PersonKey[] => [
  ...new Set(
    exchanges.flatMap(({ field, value }) => {
      const key = ticketPathOf(field)?.sets;
      return key && isPersonKey(key) ? [value].flat().filter((id) => typeof id === "number") : [];
    }),
  ),
];

function checked(field: string, value: Json, choices: Choices): Json {
  const key = ticketPathOf(field)?.sets;
  if (key && isChoiceKey(key))
    for (const id of [value].flat()) if (typeof id === "number") checkedChoice(key, id, choices);
  return value;
}

/** Cells put back to nothing are absent again, and with the last of them the row. */
function tidy({ fields, forms = {} }: TicketPatch): TicketPatch {
  const tidied = Object.entries(forms).map(([formId, [first = {}, ...rest]]) => {
    const row: FormRow = Object.fromEntries(Object.entries(first).filter(([, value]) => value !== null));
    return [formId, Object.keys(row).length === 0 && rest.length === 0 ? [] : [row, ...rest]] as const;
  });
  return { fields, forms: Object.fromEntries(tidied) };
}
