import { and, desc, eq, lt, sql } from "drizzle-orm";
import { newId } from "@/lib/core/id";
import type { CapturedRequest } from "@/lib/inspector/bin";
import type { BinStore } from "@/lib/inspector/store";
import type { Database } from "../database";
import { isForeignKeyViolation } from "../errors";

type Waiting = {
  row: CapturedRequest;
  keep: number;
  resolve(stored: CapturedRequest | undefined): void;
  reject(error: unknown): void;
};

const batchSize = 100;

/**
 * Requests that arrive together are committed together: a commit waits for the disk, a load test does not.
 * A batch that fails is written again one by one, so that each caller gets the answer to its own request.
 */
export function captures(db: Database): BinStore["capture"] {
  const { capturedRequests } = db.tables;
  let queue: Waiting[] = [];
  let isFlushing = false;

  const write = (batch: Waiting[]) =>
    db.write(async (tx) => {
      await tx.insert(capturedRequests).values(batch.map(({ row }) => row));
      for (const [binId, keep] of new Map(batch.map((entry) => [entry.row.binId, entry.keep]))) {
        const oldestKept = tx
          .select({ id: capturedRequests.id })
          .from(capturedRequests)
          .where(and(eq(capturedRequests.binId, binId), eq(capturedRequests.isPinned, false)))
          .orderBy(desc(capturedRequests.id))
          .limit(1)
          .offset(keep - 1);
        await tx
          .delete(capturedRequests)
          .where(
            and(
              eq(capturedRequests.binId, binId),
              lt(capturedRequests.id, sql`(${oldestKept})`),
              eq(capturedRequests.isPinned, false),
            ),
          );
      }
    });

  async function settle(batch: Waiting[]): Promise<void> {
    try {
      await write(batch);
      for (const { row, resolve } of batch) resolve(row);
    } catch (error) {
      if (batch.length > 1) for (const entry of batch) await settle([entry]);
      else for (const { resolve, reject } of batch) isForeignKeyViolation(error) ? resolve(undefined) : reject(error);
    }
  }

  async function flush() {
    while (queue.length > 0) {
      // A turn of the event loop lets the requests already in the sockets join.
      await new Promise((resume) => setImmediate(resume));
      const batch = queue.slice(0, batchSize);
      queue = queue.slice(batchSize);
      await settle(batch);
    }
    isFlushing = false;
  }

  return (request, keep) =>
    new Promise((resolve, reject) => {
      queue.push({ row: { ...storable(request), id: newId("req"), isPinned: false }, keep, resolve, reject });
      if (isFlushing) return;
      isFlushing = true;
      void flush();
    });
}

/** Postgres keeps no NUL in text; such a body is as binary as one that is no UTF-8. */
const storable = <R extends Omit<CapturedRequest, "id" | "isPinned">>(request: R): R =>
  request.bodyEncoding === "utf8" && request.body.includes("\0")
    ? { ...request, body: Buffer.from(request.body).toString("base64"), bodyEncoding: "base64" }
    : request;
