import { pageSizes } from "@/lib/core/page";

export type SearchParams = Record<string, string | string[] | undefined>;
export type Sort<Key extends string = string> = { key: Key; direction: "asc" | "desc" };

/** What a list's URL says. `q` is trimmed and "" when absent; only known, allowed filters appear. */
export type ListParams<Key extends string = string, Filter extends string = string> = {
  page: number;
  pageSize: number;
  q: string;
  sort: Sort<Key>;
  filters: Partial<Record<Filter, string>>;
  defaultSort: Sort<Key>;
  /** What else the address says and links of the list keep: the open tab, say. */
  keep?: Record<string, string>;
};

type ListShape<Key extends string, Filter extends string> = {
  sortable: readonly Key[];
  defaultSort: Sort<Key>;
  /** Per filter the values it may have, or "any" for ids and free text. */
  filters?: Record<Filter, readonly string[] | "any">;
};

const usualPageSize = 25;
const longest = 200;

/** Reads `?q=&sort=-createdAt&page=2&pageSize=50&status=failed`; anything it can't use falls back to the default. */
export function parseListParams<Key extends string, Filter extends string = never>(
  search: SearchParams,
  { sortable, defaultSort, filters }: ListShape<Key, Filter>,
): ListParams<Key, Filter> {
  const text = (name: string) => {
    const value = search[name];
    return ((Array.isArray(value) ? value[0] : value) ?? "").trim().slice(0, longest);
  };
  const page = Number(text("page"));
  const pageSize = Number(text("pageSize"));
  const sortText = text("sort");
  const sortKey = sortable.find((key) => key === sortText.replace(/^-/, ""));
  const chosen: Partial<Record<Filter, string>> = {};
  for (const [name, allowed] of Object.entries(filters ?? {}) as [Filter, readonly string[] | "any"][]) {
    const value = text(name);
    if (value && (allowed === "any" || allowed.includes(value))) chosen[name] = value;
  }
  return {
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
    pageSize: pageSizes.find((size) => size === pageSize) ?? usualPageSize,
    q: text("q"),
    sort: sortKey ? { key: sortKey, direction: sortText.startsWith("-") ? "desc" : "asc" } : defaultSort,
    filters: chosen,
    defaultSort,
  };
}

export type ListPatch = {
  page?: number;
  pageSize?: number;
  q?: string;
  sort?: Sort;
  /** `undefined` removes a filter; others stay. */
  filters?: Record<string, string | undefined>;
};

/** The address of the same list with something changed. Anything but a page change goes back to page 1. */
export function listHref(path: string, params: ListParams, patch: ListPatch = {}): string {
  const next = { ...params, page: 1, ...patch };
  const search = new URLSearchParams(params.keep);
  if (next.q.trim()) search.set("q", next.q.trim());
  for (const [name, value] of Object.entries({ ...params.filters, ...patch.filters }))
    if (value) search.set(name, value);
  const { key, direction } = next.sort;
  if (key !== params.defaultSort.key || direction !== params.defaultSort.direction)
    search.set("sort", direction === "desc" ? `-${key}` : key);
  if (next.pageSize !== usualPageSize) search.set("pageSize", String(next.pageSize));
  if (next.page > 1) search.set("page", String(next.page));
  const query = search.toString();
  return query ? `${path}?${query}` : path;
}

/** Search and filters gone, order and page size kept. */
export const withoutFilters = (params: ListParams): ListPatch => ({
  q: "",
  filters: Object.fromEntries(Object.keys(params.filters).map((name) => [name, undefined])),
});

export const isFiltered = (params: ListParams): boolean => params.q !== "" || Object.keys(params.filters).length > 0;
