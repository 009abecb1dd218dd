import type { Notice } from "./notice";

/** What the bell shows: how many notices a person has not seen, and the newest ones; `at` in ISO 8601. */
export type NoticeGlance = {
  unseen: number;
  items: (Pick<Notice, "id" | "kind" | "subject" | "href"> & { at: string })[];
};

/** Few enough that the popup need not scroll. */
export const glanceSize = 6;
