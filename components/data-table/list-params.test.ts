import { expect, test } from "vitest";
import { isFiltered, listHref, parseListParams, type SearchParams, withoutFilters } from "./list-params";

const shape = {
  sortable: ["name", "createdAt"],
  defaultSort: { key: "createdAt", direction: "desc" },
  filters: { status: ["failed", "succeeded"], webhook: "any" },
} as const;
const parse = (search: SearchParams) => parseListParams(search, shape);
const roundTrip = (search: SearchParams, patch = {}) => listHref("/list", parse(search), patch);

test("reads a full address", () => {
  expect(parse({ q: " hook ", sort: "-name", page: "3", pageSize: "50", status: "failed", webhook: "whk_1" })).toEqual({
    q: "hook",
    sort: { key: "name", direction: "desc" },
    page: 3,
    pageSize: 50,
    filters: { status: "failed", webhook: "whk_1" },
    defaultSort: shape.defaultSort,
  });
});

test("garbage falls back to the defaults", () => {
  const garbage: SearchParams[] = [
    {},
    { q: "", sort: "password", page: "-2", pageSize: "7", status: "dropped" },
    { q: [], sort: ["-"], page: "1e99", pageSize: "NaN", status: ["", "failed"], __proto__: "x" },
    { page: "0", pageSize: "1e1000", sort: "--name" },
  ];
  for (const search of garbage)
    expect(parse(search)).toMatchObject({ page: 1, pageSize: 25, q: "", sort: shape.defaultSort, filters: {} });
});

test("bounds the length of what it passes on", () => {
  expect(parse({ q: "x".repeat(5000) }).q).toHaveLength(200);
});

test("writes only what differs from the defaults", () => {
  expect(roundTrip({})).toBe("/list");
  expect(roundTrip({ sort: "-createdAt", page: "1", pageSize: "25" })).toBe("/list");
  const full = "/list?q=a+b%26c&status=failed&sort=name&pageSize=50&page=2";
  expect(roundTrip(Object.fromEntries(new URLSearchParams(full.slice(6))), { page: 2 })).toBe(full);
});

test("any change but the page returns to page 1", () => {
  const search = { page: "4", status: "failed" };
  expect(roundTrip(search, { page: 5 })).toBe("/list?status=failed&page=5");
  expect(roundTrip(search, { q: "x" })).toBe("/list?q=x&status=failed");
  expect(roundTrip(search, { filters: { webhook: "whk_1" } })).toBe("/list?status=failed&webhook=whk_1");
  expect(roundTrip(search, { filters: { status: undefined } })).toBe("/list");
});

test("clearing keeps order and page size", () => {
  const params = parse({ q: "x", status: "failed", sort: "name", pageSize: "10" });
  expect(isFiltered(params)).toBe(true);
  expect(listHref("/list", params, withoutFilters(params))).toBe("/list?sort=name&pageSize=10");
});
