import type { TableFilter } from "@/components/data-table/toolbar";
import type { TicketType } from "@/lib/desk/desk-lists";

/** The filters of lists of what acts on one ticket type and can be switched off; in the URL as `type` and `enabled`. */
export const typeFilters = (types: readonly TicketType[]): TableFilter[] => [
  {
    name: "type",
    label: "Ticket type",
    options: types.map(({ id, name }) => ({ value: String(id), label: name })),
  },
  {
    name: "enabled",
    label: "Enabled",
    options: [
      { value: "yes", label: "Enabled" },
      { value: "no", label: "Disabled" },
    ],
  },
];
