import type { BaseSQLiteDatabase } from "drizzle-orm/sqlite-core";
import type { EventStore } from "@/lib/automation/store";
import type { DeliveryStore } from "@/lib/delivery/store";
import type { Tables } from "./schema";

/** The query surface both dialects share, typed as drizzle's async SQLite: the narrower of the two. */
export type Queries = BaseSQLiteDatabase<"async", unknown>;

/** The few statements each dialect does its own way. Everything else is written once in `stores/`. */
export type Hot = Pick<DeliveryStore, "heads" | "claim" | "settle" | "renew" | "recover" | "nextLeaseEnd">;

export interface Database {
  dialect: "sqlite" | "postgres";
  tables: Tables;
  /** For reading, outside any transaction. */
  read: Queries;
  /** One atomic unit. Only store code runs inside: no network, no timer, no other await. */
  write<T>(work: (tx: Queries) => Promise<T>): Promise<T>;
  hot: Hot;
  claimEvents: EventStore["claim"];
  /** Differs once any process has committed something since; undefined where that costs as much as reading. */
  stamp?(): number;
  /** Calls back, soon and coalesced, after any process committed something. Returns how to stop. */
  onChange(listener: () => void): () => void;
  close(): Promise<void>;
}
