import type { Filter } from "./filter";
import { dateFilters } from "./filters-date";
import { encodingFilters } from "./filters-encoding";
import { listFilters } from "./filters-list";
import { textFilters } from "./filters-text";

/** Every filter by name (spec §2.4.8 and a few more). A new one is an entry in one of these four files. */
export const filters: Readonly<Record<string, Filter>> = {
  ...textFilters,
  ...listFilters,
  ...dateFilters,
  ...encodingFilters,
};

export const filterNames: readonly string[] = Object.keys(filters);

export const findFilter = (name: string): Filter | undefined =>
  Object.hasOwn(filters, name) ? filters[name] : undefined;
