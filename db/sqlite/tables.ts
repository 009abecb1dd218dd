import { defineTables } from "../schema";
import { columns } from "./columns";

// drizzle-kit reads top-level exports, hence one name per table; `npm run db:generate` fails the build when one is missing.
export const tables = defineTables(columns);
export const {
  ticketTypes,
  statuses,
  listItems,
  customForms,
  people,
  personEmails,
  roles,
  accounts,
  sessions,
  apiKeys,
  tickets,
  ticketForms,
  messages,
  history,
  webhooks,
  webhookVersions,
  connections,
  deliveries,
  attempts,
  bins,
  capturedRequests,
  triggers,
  triggerRuns,
  events,
  webMethods,
  webMethodCalls,
  audit,
} = tables;
