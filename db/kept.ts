import type { Queries } from "./database";

const statements = new WeakMap<Queries, Map<string, unknown>>();

/**
 * A prepared statement of a hot path, put together once per connection: drizzle takes 50 µs to do it anew. `key` tells
 * statements apart, with all their text depends on. On Postgres each transaction is a connection of its own here.
 */
export function kept<Prepared>(queries: Queries, key: string, prepare: () => Prepared): Prepared {
  const known = statements.get(queries) ?? new Map<string, unknown>();
  statements.set(queries, known);
  const statement = (known.get(key) as Prepared | undefined) ?? prepare();
  known.set(key, statement);
  return statement;
}
