import type { Columns } from "../sqlite/columns";
import { defineAudit } from "./audit";
import { defineAutomation } from "./automation";
import { defineDeliveries } from "./deliveries";
import { defineDeskLists, defineTickets } from "./desk";
import { defineFunctions } from "./functions";
import { defineGates } from "./gates";
import { defineInbound } from "./inbound";
import { defineInspector } from "./inspector";
import { defineNotices } from "./notices";
import { defineOperations } from "./operations";
import { definePeople } from "./people";
import { defineSearch } from "./search";
import { defineWebhooks } from "./webhooks";

/** Every table, defined once; a dialect supplies the columns. */
export const defineTables = (columns: Columns) => ({
  ...defineDeskLists(columns),
  ...definePeople(columns),
  ...defineTickets(columns),
  ...defineWebhooks(columns),
  ...defineDeliveries(columns),
  ...defineInspector(columns),
  ...defineAutomation(columns),
  ...defineInbound(columns),
  ...defineFunctions(columns),
  ...defineAudit(columns),
  ...defineGates(columns),
  ...defineNotices(columns),
  ...defineOperations(columns),
  ...defineSearch(columns),
});
export type Tables = ReturnType<typeof defineTables>;
