/** What every list understands: one-based page, search text, and one sort key the store declares. */
export type ListQuery<Sort extends string = string> = {
  page: number;
  pageSize: number;
  q?: string;
  sort?: { key: Sort; direction: "asc" | "desc" };
};

/** `isCapped`: there are more than `total`; they were not counted. */
export type Page<T> = { items: T[]; total: number; isCapped?: boolean };

/** The log of deliveries is counted up to here for a page: to count on would take as long as the log is. */
export const mostCounted = 10_000;

export const pageSizes = [10, 25, 50, 100] as const;
export const everything = { page: 1, pageSize: 10_000 } as const;
