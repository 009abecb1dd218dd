import type { Meaning } from "@/components/ui/status";
import type { Status } from "@/lib/desk/desk-lists";

const byType: Record<Status["vivantioType"], Meaning> = {
  1: "info",
  2: "warning",
  4: "success",
  5: "warning",
  99: "faint",
};

/** The dot of a ticket status, by its Vivantio type: open, on hold, closed, pending, deleted. */
export const statusMeaning = ({ vivantioType }: Pick<Status, "vivantioType">): Meaning => byType[vivantioType];
