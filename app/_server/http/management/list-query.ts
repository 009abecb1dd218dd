import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import type { ListQuery, Page } from "@/lib/core/page";
import { isStorable } from "./read-json";

/** A whole number in a query, between two bounds. */
export const number = (smallest: number, largest: number) =>
  z
    .string()
    .regex(/^\d{1,10}$/, "Not a whole number")
    .transform(Number)
    .pipe(
      z
        .number()
        .min(smallest, `At least ${smallest}`)
        .max(largest, `At most ${largest.toLocaleString("en")}`),
    );

/** A filter by an integer id. */
export const idFilter = number(0, 2_147_483_647).optional();
export const textFilter = z.string().max(200).refine(isStorable, "Leave NUL characters out").optional();
export const flagFilter = z
  .enum(["true", "false", "1", "0"], "Use true or false")
  .transform((text) => text === "true" || text === "1")
  .optional();

/** `?page=&pageSize=&q=&sort=` as every list understands them; `sort=name` or `sort=-name`. Filters come on top. */
export const listQuery = <Key extends string, Filters extends z.ZodRawShape = Record<never, never>>(
  sortKeys: readonly Key[],
  filters?: Filters,
) =>
  z.object({
    page: number(1, 1_000_000).default(1).meta({ description: "Counted from 1" }),
    pageSize: number(1, 100).default(25),
    q: textFilter.meta({ description: "Text to search for" }),
    sort: z
      .string()
      .transform((text, context) => {
        const direction = text.startsWith("-") ? ("desc" as const) : ("asc" as const);
        const key = sortKeys.find((known) => known === text.replace(/^-/, ""));
        if (key) return { key, direction };
        const known = sortKeys.length > 0 ? `Use ${sortKeys.join(", ")}, with a - in front to reverse` : "Leave it out";
        context.addIssue(`This list can't be sorted by “${text.slice(0, 60)}”. ${known}.`);
        return z.NEVER;
      })
      .optional()
      .meta(sortKeys.length > 0 ? { description: `One of ${sortKeys.join(", ")}; “-” in front reverses` } : {}),
    ...(filters ?? ({} as Filters)),
  });

/** A page of a list short enough to be read whole: searched in the given texts, sorted by the given keys. */
export function pageOf<T, Key extends string>(
  all: readonly T[],
  { page, pageSize, q, sort }: ListQuery<Key>,
  textOf: (item: T) => string,
  by: Record<Key, (item: T) => string | number | Date>,
): Page<T> {
  const wanted = q?.toLowerCase();
  const items = wanted ? all.filter((item) => textOf(item).toLowerCase().includes(wanted)) : [...all];
  if (sort) {
    const sign = sort.direction === "desc" ? -1 : 1;
    items.sort((one, other) => sign * compare(by[sort.key](one), by[sort.key](other)));
  }
  return { items: items.slice((page - 1) * pageSize, page * pageSize), total: items.length };
}

const compare = (one: string | number | Date, other: string | number | Date): number =>
  typeof one === "string" && typeof other === "string" ? one.localeCompare(other) : Number(one) - Number(other);

/** An integer id from a path; anything else belongs to nothing. */
export function integerId(text: string | undefined, what: string): number {
  const id = /^\d{1,10}$/.test(text ?? "") ? Number(text) : 0;
  if (id < 1 || id > 2_147_483_647) throw new AppError("not_found", `There is no ${what} ${text?.slice(0, 60) ?? ""}.`);
  return id;
}
