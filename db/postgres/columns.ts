import {
  bigint,
  bigserial,
  boolean,
  customType,
  index,
  json,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { Columns } from "../sqlite/columns";

const timestamp = customType<{ data: Date; driverData: string }>({
  dataType: () => "timestamp (3) with time zone",
  toDriver: (value) => value.toISOString(),
  fromDriver: (value) => new Date(value),
});

/**
 * Cast once, here: the two builders share names and methods, their types don't. The contract suites are the proof.
 * `json`, not `jsonb`: it keeps the order of keys, and a redelivery must be the same bytes.
 */
export const columns = {
  table: pgTable,
  index,
  uniqueIndex,
  primaryKey,
  text,
  integer: () => bigint({ mode: "number" }),
  id: () => text().primaryKey(),
  serial: () => bigserial({ mode: "number" }).primaryKey(),
  bool: () => boolean(),
  json: () => json(),
  timestamp: () => timestamp(),
} as unknown as Columns;
