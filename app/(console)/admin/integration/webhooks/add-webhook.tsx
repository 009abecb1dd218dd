import { NewOfType } from "@/components/tickets/new-of-type";
import type { TicketType } from "@/lib/desk/desk-lists";

/** The vendor asks for the ticket type first (spec §4.1): one webhook acts on one type. */
export const AddWebhook = ({ types }: { types: readonly TicketType[] }) => (
  <NewOfType label="Add Webhook" hint="Acts on tickets of type" types={types} path="/admin/integration/webhooks/new" />
);
