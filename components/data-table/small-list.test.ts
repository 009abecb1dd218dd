import { expect, test } from "vitest";
import type { ListParams } from "./list-params";
import { pageOfSmallList } from "./small-list";

const names = ["Technician", "Administrator", "Auditor", "Night shift"].map((name) => ({ name }));
const params: ListParams = {
  page: 1,
  pageSize: 2,
  q: "",
  sort: { key: "name", direction: "asc" },
  filters: {},
  defaultSort: { key: "name", direction: "asc" },
};
const page = (patch: Partial<ListParams>) => {
  const { rows, total } = pageOfSmallList(names, { ...params, ...patch });
  return [rows.map(({ name }) => name), total];
};

test("finds by name, sorts both ways, cuts a page, and counts what was found", () => {
  expect(page({})).toEqual([["Administrator", "Auditor"], 4]);
  expect(page({ page: 2 })).toEqual([["Night shift", "Technician"], 4]);
  expect(page({ sort: { key: "name", direction: "desc" } })).toEqual([["Technician", "Night shift"], 4]);
  expect(page({ q: "AUDIT" })).toEqual([["Auditor"], 1]);
  expect(page({ page: 9 })).toEqual([[], 4]);
});
