import { NewOfType } from "@/components/tickets/new-of-type";
import type { TicketType } from "@/lib/desk/desk-lists";

/** One rule acts on one ticket type, which is asked for first. */
export const NewTrigger = ({ types }: { types: readonly TicketType[] }) => (
  <NewOfType label="New trigger" hint="Acts on tickets of type" types={types} path="/admin/automation/triggers/new" />
);
