import { type AnyColumn, type Placeholder, type SQL, sql } from "drizzle-orm";

/** True where a column holding a JSON array of ids contains this one. */
export const listHas = (column: AnyColumn, id: number): SQL =>
  sql`',' || trim(cast(${column} as text), '[]') || ',' like ${`%,${id},%`}`;

type Prepared<Row> = { execute(values: Record<string, number>): Promise<Row[]> };

/**
 * Rows by id, for hot paths: the statement is built once per size (4, 16, 64 …) and padded with 0, which is nobody's id.
 * Without ids nothing is asked.
 */
export function idLookup<Row extends { id: number }>(prepare: (ids: Placeholder[]) => Prepared<Row>) {
  const bySize = new Map<number, Prepared<Row>>();
  const sized = (size: number) => {
    const known = bySize.get(size);
    if (known) return known;
    const made = prepare(Array.from({ length: size }, (_, index) => sql.placeholder(`id${index}`)));
    bySize.set(size, made);
    return made;
  };
  return async (wanted: Iterable<number | null>): Promise<Map<number, Row>> => {
    const ids = [...new Set(wanted)].filter((id): id is number => id !== null);
    if (ids.length === 0) return new Map();
    let size = 4;
    while (size < ids.length) size *= 4;
    const values: Record<string, number> = {};
    for (let index = 0; index < size; index++) values[`id${index}`] = ids[index] ?? 0;
    return new Map((await sized(size).execute(values)).map((row) => [row.id, row]));
  };
}
