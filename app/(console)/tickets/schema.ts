import { z } from "zod";
import { type NewTicketInput, newTicketInput } from "@/lib/desk/ticket";

/** Form rows by the names people know, as lib/runtime/tickets takes them. */
const namedForms = z.record(z.string(), z.unknown());

export const newTicketForm = newTicketInput.extend({ forms: namedForms.default({}) });
export type NewTicketValues = z.input<typeof newTicketForm>;

export type NewTicketOutput = NewTicketInput & { forms: Record<string, unknown> };

/** What someone else did to the very thing being edited. */
export type Conflict = { by: string; at: Date; changes: { label: string; from: string; to: string }[] };

/** `conflict` means that nothing was saved. */
export type Saved = { conflict?: Conflict };
