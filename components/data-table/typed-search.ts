"use client";
import { createContext, type RefObject, useContext } from "react";
import { type ListParams, type ListPatch, listHref } from "./list-params";

/** What the search box holds, which then counts as sent; the address gets it a moment after the last key. */
export type TypedSearch = RefObject<(() => string) | undefined>;
export const TypedSearchContext = createContext<TypedSearch | undefined>(undefined);

/** Makes addresses of the list with something changed. What was just typed into the search box goes along. */
export function useListHref(path: string, params: ListParams): (patch: ListPatch) => string {
  const typed = useContext(TypedSearchContext);
  return (patch) => listHref(path, { ...params, q: typed?.current?.() ?? params.q }, patch);
}
