"use client";
import { useOptimistic, useState, useTransition } from "react";
import type { TicketFields } from "@/lib/desk/ticket";
import { saveFields } from "../actions";
import type { Conflict } from "../schema";
import { useTicket } from "./ticket-context";

type Unsaved<Value> = { value: Value; error?: string; conflict?: Conflict };

/**
 * One ticket field edited in place: shown at once, saved. What could not be saved stays, with the
 * reason or with what someone else did.
 */
export function useFieldEdit<Key extends keyof TicketFields>(key: Key, current: TicketFields[Key]) {
  const ticket = useTicket();
  const [pending, startTransition] = useTransition();
  const [optimistic, setOptimistic] = useOptimistic(current);
  const [unsaved, setUnsaved] = useState<Unsaved<TicketFields[Key]>>();

  /** `seen` is the value the person started from; undefined overwrites. Resolves to whether it was saved. */
  const write = (value: TicketFields[Key], seen: { value: TicketFields[Key] } | undefined) =>
    new Promise<boolean>((resolve) => {
      startTransition(async () => {
        setOptimistic(() => value);
        const result = await saveFields({
          ticketId: ticket.id,
          fields: { [key]: value } as Partial<TicketFields>,
          seen: seen ? { [key]: seen.value } : {},
        }).catch(() => undefined);
        startTransition(() => setUnsaved(problemOf(value, result)));
        resolve(result?.ok === true && !result.value.conflict);
      });
    });

  return {
    value: unsaved ? unsaved.value : optimistic,
    pending,
    error: unsaved?.error,
    conflict: unsaved?.conflict,
    save: (value: TicketFields[Key], seen: TicketFields[Key] = current) => write(value, { value: seen }),
    overwrite: () => (unsaved ? write(unsaved.value, undefined) : Promise.resolve(false)),
    discard: () => setUnsaved(undefined),
  };
}

function problemOf<Value>(
  value: Value,
  result: Awaited<ReturnType<typeof saveFields>> | undefined,
): Unsaved<Value> | undefined {
  if (!result) return { value, error: "The server did not answer. Your value is not saved; try again." };
  if (!result.ok) {
    const [first] = Object.values(result.error.fields ?? {}).flat();
    return { value, error: first ?? result.error.message };
  }
  return result.value.conflict ? { value, conflict: result.value.conflict } : undefined;
}
