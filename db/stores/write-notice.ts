import { newId } from "@/lib/core/id";
import type { NewNotice } from "@/lib/notices/notice";
import type { Database, Queries } from "../database";

/** Tells administrators of something, inside the caller's transaction. */
export async function writeNotice({ tables: { notices } }: Pick<Database, "tables">, tx: Queries, notice: NewNotice) {
  await tx.insert(notices).values({ ...notice, id: newId("ntc") });
}
