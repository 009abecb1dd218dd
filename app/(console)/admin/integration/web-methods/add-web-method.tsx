import { NewOfType } from "@/components/tickets/new-of-type";
import type { TicketType } from "@/lib/desk/desk-lists";

/** One web method acts on one ticket type, which is asked for first. */
export const AddWebMethod = ({ types }: { types: readonly TicketType[] }) => (
  <NewOfType
    label="Add Web Method"
    hint="Creates and updates tickets of type"
    types={types}
    path="/admin/integration/web-methods/new"
  />
);
