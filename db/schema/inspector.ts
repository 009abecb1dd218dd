import type { BinResponse } from "@/lib/inspector/bin";
import type { Columns } from "../sqlite/columns";

export const defineInspector = (c: Columns) => {
  const bins = c.table("bins", {
    id: c.id(),
    name: c.text().notNull(),
    response: c.json<BinResponse>().notNull(),
    repliesGiven: c.integer().notNull().default(0),
    createdAt: c.timestamp().notNull(),
  });
  return {
    bins,
    capturedRequests: c.table(
      "captured_requests",
      {
        id: c.id(),
        binId: c
          .text()
          .notNull()
          .references(() => bins.id, { onDelete: "cascade" }),
        receivedAt: c.timestamp().notNull(),
        method: c.text().notNull(),
        target: c.text().notNull(),
        headers: c.json<[string, string][]>().notNull(),
        body: c.text().notNull(),
        bodyEncoding: c.text().$type<"utf8" | "base64">().notNull(),
        bodyBytes: c.integer().notNull(),
        isTruncated: c.bool().notNull(),
        remoteAddress: c.text().notNull(),
        isPinned: c.bool().notNull().default(false),
      },
      (t) => [c.index("captured_requests_bin").on(t.binId, t.id, t.isPinned)],
    ),
  };
};
