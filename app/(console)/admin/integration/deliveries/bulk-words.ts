import type { BulkOperation } from "@/lib/delivery/bulk";

/** How each operation on many deliveries is called, what it does, and why some are left alone. */
export const bulkWords: Record<BulkOperation, { verb: string; done: string; effect: string; rest: string }> = {
  redeliver: {
    verb: "Redeliver",
    done: "redelivered",
    effect: "Each is sent once more with the same bytes, now and oldest first.",
    rest: "being sent or held",
  },
  cancel: {
    verb: "Cancel",
    done: "cancelled",
    effect: "No further attempt is made. You can redeliver them later.",
    rest: "being sent or have ended",
  },
  release: {
    verb: "Release",
    done: "released",
    effect: "Each is sent now, oldest first, even where its webhook is still disabled.",
    rest: "not held",
  },
};

export const deliveriesText = (count: number): string =>
  count === 1 ? "1 delivery" : `${count.toLocaleString("en")} deliveries`;
