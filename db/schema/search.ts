import type { Columns } from "../sqlite/columns";

/**
 * What the full-text index of the deliveries log knows. The words themselves are in `search_words`, which each dialect has in
 * its own way (FTS5, tsvector): see migration 0005_search.
 */
export const defineSearch = (c: Columns) => ({
  searchEntries: c.table("search_entries", {
    /** The row of the words. Grows with the delivery's id, so that rows are newest first without sorting. */
    rowId: c.integer().primaryKey(),
    deliveryId: c.text().notNull().unique(),
    /** How many attempts the words are of. */
    attempts: c.integer().notNull(),
  }),
  /** How far each pass over the log is: those of the indexer, and the one that removes old bodies. */
  searchPositions: c.table("search_positions", {
    name: c.id(),
    position: c.text().notNull(),
    at: c.timestamp().notNull(),
  }),
});
