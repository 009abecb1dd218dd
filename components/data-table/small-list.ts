import type { ListParams } from "./list-params";

/** One page of a list short enough to be read whole: what `q` finds by name, in the order asked for. */
export function pageOfSmallList<Row extends { name: string }>(
  rows: readonly Row[],
  { q, sort, page, pageSize }: ListParams,
  compare: (a: Row, b: Row) => number = (a, b) => a.name.localeCompare(b.name),
): { rows: Row[]; total: number } {
  const wanted = q.toLowerCase();
  const found = rows.filter((row) => row.name.toLowerCase().includes(wanted));
  found.sort((a, b) => (sort.direction === "asc" ? compare(a, b) : compare(b, a)));
  return { rows: found.slice((page - 1) * pageSize, page * pageSize), total: found.length };
}
