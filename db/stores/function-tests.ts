import { asc, eq } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/id";
import type { FunctionStore } from "@/lib/functions/store";
import type { Database } from "../database";
import { isForeignKeyViolation } from "../errors";
import { recordAudit } from "./audit";

/** Saved calls with what they must give. */
export function functionTests(db: Database): Pick<FunctionStore, "tests" | "saveTest" | "removeTest"> {
  const { functionTests: tests } = db.tables;
  const missing = () => new AppError("not_found", "This test case no longer exists.");
  return {
    tests: (functionId) => db.read.select().from(tests).where(eq(tests.functionId, functionId)).orderBy(asc(tests.id)),

    async saveTest(actor, functionId, input, id) {
      const now = new Date();
      try {
        return await db.write(async (tx) => {
          const [row] = id
            ? await tx
                .update(tests)
                .set({ ...input, updatedAt: now })
                .where(eq(tests.id, id))
                .returning()
            : await tx
                .insert(tests)
                .values({ ...input, functionId, id: newId("fte"), createdAt: now, updatedAt: now })
                .returning();
          if (!row) throw missing();
          await recordAudit(db, tx, actor, "function.saveTest", functionId, row.name);
          return row;
        });
      } catch (error) {
        throw isForeignKeyViolation(error) ? new AppError("not_found", "This function no longer exists.") : error;
      }
    },

    async removeTest(actor, id) {
      await db.write(async (tx) => {
        const [row] = await tx.delete(tests).where(eq(tests.id, id)).returning();
        if (!row) throw missing();
        await recordAudit(db, tx, actor, "function.removeTest", row.functionId, row.name);
      });
    },
  };
}
