import { asc, inArray, lt } from "drizzle-orm";
import type { WorkerStore } from "@/lib/delivery/beat";
import type { Database } from "../database";

export function workerStore(db: Database): WorkerStore {
  const { workers } = db.tables;
  return {
    beat: ({ id, ...rest }, forgetBefore) =>
      db.write(async (tx) => {
        await tx
          .insert(workers)
          .values({ id, ...rest })
          .onConflictDoUpdate({ target: workers.id, set: rest });
        await tx.delete(workers).where(lt(workers.beatAt, forgetBefore));
      }),
    leave: (ids) => db.write(async (tx) => void (await tx.delete(workers).where(inArray(workers.id, [...ids])))),
    list: () => db.read.select().from(workers).orderBy(asc(workers.startedAt), asc(workers.id)),
  };
}
