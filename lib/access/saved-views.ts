import { z } from "zod";
import type { Actor } from "@/lib/core/actor";
import { plainText } from "@/lib/core/text";

/** A list page with its filters under a name, for one person or, without one, for everyone. */
export type SavedView = {
  id: string;
  /** Which list, such as `deliveries`. */
  page: string;
  name: string;
  /** The list's query string, without `?`. Checked where it is opened: what it names may be gone. */
  query: string;
  personId: number | null;
};

export const viewName = plainText.trim().min(1, "Give the view a name").max(60, "At most 60 characters");
export const viewInput = z.object({
  page: z.string().min(1).max(50),
  name: viewName,
  query: plainText.max(2_000, "These filters are too long to be saved"),
  isShared: z.boolean().default(false),
});
export type ViewInput = z.output<typeof viewInput>;

/** One person's own, and one list's for everyone. */
export const mostViews = 50;

/** Whose views may be changed: the person's own and, for administrators, everyone's. */
export type ViewOwner = { actor: Actor; personId: number; mayShare: boolean };

/** Each method is one atomic unit, audit row included. */
export interface SavedViewStore {
  /** The person's own and everyone's of a page, by name. */
  list(page: string, personId: number): Promise<SavedView[]>;
  /** AppError("conflict", …, {name}) for a name in use, "limit" for too many, "forbidden" for everyone's without the right. */
  create(owner: ViewOwner, input: ViewInput): Promise<SavedView>;
  /** AppError("not_found") for one that is gone or somebody else's. */
  update(owner: ViewOwner, id: string, changes: Partial<Pick<ViewInput, "name" | "query">>): Promise<SavedView>;
  remove(owner: ViewOwner, id: string): Promise<void>;
}
