import type { Tables } from "../schema";

/** What a custom form is outside the database. */
export const formColumns = ({ id, name, key, ticketTypeIds, isMultiLine, fields }: Tables["customForms"]) => ({
  id,
  name,
  key,
  ticketTypeIds,
  isMultiLine,
  fields,
});
