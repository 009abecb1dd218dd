import { type Column, getTableColumns, getTableName, SQL, type Table } from "drizzle-orm";
import { toSnakeCase } from "drizzle-orm/casing";
import type { Database, Queries } from "./database";
import { rowsOf, run } from "./run";

/** A statement whose text is known: drizzle would put it together from its columns each time, 50 µs for a row of history. */
class PlannedSql extends SQL {
  constructor(
    private readonly text: string,
    private readonly values: unknown[],
  ) {
    super([]);
  }
  override toQuery() {
    return { sql: this.text, params: this.values };
  }
}

type Dialect = Pick<Database, "dialect">;
type Plan = { keys: readonly string[]; columns: readonly Column[]; head: string };
const plans = new WeakMap<Table, Plan>();
const mostParameters = 30_000;

/** A value that the database works out: the text of an expression, whose own values `take` adds and gives a place. */
export class Computed {
  constructor(readonly text: (take: (column: Column, value: unknown) => string) => string) {}
}
type Row<T extends Table> = { [Key in keyof T["$inferInsert"]]: T["$inferInsert"][Key] | Computed };

/**
 * Inserts rows into a table that is written often. A value left out is the column's default, else null. `onConflict` ends the
 * statement as it is, say "on conflict (…) do update set …".
 */
export async function insertRows<T extends Table>(
  db: Dialect,
  tx: Queries,
  table: T,
  rows: readonly Row<T>[],
  onConflict = "",
): Promise<void> {
  const plan = planOf(table);
  const most = Math.floor(mostParameters / plan.keys.length);
  for (let from = 0; from < rows.length; from += most) {
    const some = rows.slice(from, from + most);
    const values: unknown[] = [];
    const places: string[] = [];
    for (const row of some) places.push(add(db, plan, row, values));
    const text = `${plan.head} ${places.join(", ")}${onConflict && ` ${onConflict}`}`;
    await run(db, tx, new PlannedSql(text, values));
  }
}

function planOf(table: Table): Plan {
  const known = plans.get(table);
  if (known) return known;
  const written = Object.entries(getTableColumns(table)).filter(([, column]) => !isGiven(column));
  const columns = written.map(([, column]) => column);
  const names = columns.map(nameOf);
  const plan = {
    ...{ keys: written.map(([key]) => key), columns },
    head: `insert into "${getTableName(table)}" (${names.join(", ")}) values`,
  };
  plans.set(table, plan);
  return plan;
}

const nameOf = (column: Column) => `"${column.keyAsName ? toSnakeCase(column.name) : column.name}"`;

/** A key that the database gives. */
const isGiven = (column: Column) => column.primary && column.hasDefault;

/** Appends the row's values and returns their places, `(?, ?)` or `($3, $4)`. */
function add({ dialect }: Dialect, { keys, columns }: Plan, row: object, values: unknown[]): string {
  const given = row as Record<string, unknown>;
  const places: string[] = [];
  for (const [index, column] of columns.entries()) {
    const value = given[keys[index] ?? ""] ?? column.default ?? null;
    if (value instanceof Computed) places.push(value.text((of, inner) => place({ dialect }, of, inner, values)));
    else places.push(place({ dialect }, column, value, values));
  }
  return `(${places.join(", ")})`;
}

/** Appends a value for the driver and returns where the statement takes it from. */
function place({ dialect }: Dialect, column: Column, value: unknown, values: unknown[]): string {
  values.push(value === null ? null : column.mapToDriverValue(value));
  return dialect === "sqlite" ? "?" : `$${values.length}`;
}

type Versioned = Table & { id: Column; version: Column };

/**
 * Sets columns of the row with this id and raises its version by one. Returns the new version, or undefined when the row is
 * not there in version `expected`.
 */
export async function updateVersion<T extends Versioned>(
  db: Dialect,
  tx: Queries,
  table: T,
  { id, expected }: { id: number | string; expected: number },
  changes: Partial<T["$inferInsert"]>,
): Promise<number | undefined> {
  const columns = getTableColumns(table) as Record<string, Column>;
  const values: unknown[] = [];
  const sets = Object.entries(changes).flatMap(([key, value]) => {
    const column = columns[key];
    return column && value !== undefined ? [`${nameOf(column)} = ${place(db, column, value, values)}`] : [];
  });
  const isIt = `id = ${place(db, table.id, id, values)} and version = ${place(db, table.version, expected, values)}`;
  const text = `update "${getTableName(table)}" set ${[...sets, "version = version + 1"].join(", ")} where ${isIt} returning version`;
  const [row] = await rowsOf<{ version: number | string }>(db, tx, new PlannedSql(text, values));
  return row && Number(row.version);
}
