"use client";
import { ChevronDown, LoaderCircle, Search, X } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useRef, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Menu, MenuContent, MenuRadio, MenuTrigger } from "@/components/ui/menu";
import { isFiltered, type ListParams, listHref, withoutFilters } from "./list-params";
import { type TypedSearch, TypedSearchContext, useListHref } from "./typed-search";

export type TableFilter = { name: string; label: string; options: readonly { value: string; label: string }[] };

type ToolbarProps = {
  params: ListParams;
  path: string;
  /** Names the search box: "Search webhooks". */
  search?: string;
  filters?: readonly TableFilter[];
  /** Right after the search box: the menu of saved views. */
  beside?: ReactNode;
  /** After the filters: one that is more than a choice. */
  moreFilters?: ReactNode;
  actions?: ReactNode;
  /** Off where the empty list offers it itself. */
  offerClear?: boolean;
};

/** Search and filters of a list; both live in the URL. A chosen filter turns into a chip that can be removed. */
export function Toolbar(props: ToolbarProps) {
  const { params, path, search, filters = [], beside, moreFilters, actions, offerClear = true } = props;
  const typed: TypedSearch = useRef(undefined);
  return (
    <div className="flex flex-wrap items-center gap-2">
      {search && <SearchBox label={search} params={params} path={path} typed={typed} />}
      {beside}
      <TypedSearchContext value={typed}>
        {filters.map((filter) => (
          <FilterControl key={filter.name} filter={filter} params={params} path={path} />
        ))}
        {moreFilters}
      </TypedSearchContext>
      {offerClear && isFiltered(params) && (
        <Link
          href={listHref(path, params, withoutFilters(params))}
          replace
          scroll={false}
          className="rounded-sm px-1 text-muted hover:text-text"
        >
          Clear filters
        </Link>
      )}
      {actions && <div className="ml-auto flex items-center gap-2">{actions}</div>}
    </div>
  );
}

type SearchBoxProps = { label: string; params: ListParams; path: string; typed: TypedSearch };

function SearchBox({ label, params, path, typed }: SearchBoxProps) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const [text, setText] = useState(params.q);
  const sent = useRef(params.q);

  // Someone else (Clear filters, the Back button) changed the address.
  useEffect(() => {
    if (params.q === sent.current) return;
    sent.current = params.q;
    setText(params.q);
  }, [params.q]);

  useEffect(() => {
    typed.current = () => {
      sent.current = text.trim();
      return sent.current;
    };
    if (text.trim() === sent.current) return;
    const timer = setTimeout(() => {
      // A filter took it along.
      if (text.trim() === sent.current) return;
      sent.current = text.trim();
      startTransition(() => router.replace(listHref(path, params, { q: text }), { scroll: false }));
    }, 250);
    return () => clearTimeout(timer);
  }, [text, params, path, router, typed]);

  const Icon = pending ? LoaderCircle : Search;
  return (
    <search className="relative w-60 max-sm:w-full">
      <Icon
        aria-hidden
        className={`pointer-events-none absolute inset-y-0 left-2.5 my-auto size-3.5 text-faint ${pending ? "animate-spin" : ""}`}
      />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="control h-8 w-full pr-2 pl-8"
      />
    </search>
  );
}

function FilterControl({ filter, params, path }: { filter: TableFilter; params: ListParams; path: string }) {
  const router = useRouter();
  const value = params.filters[filter.name];
  const chosen = filter.options.find((option) => option.value === value)?.label ?? value;
  const href = useListHref(path, params);
  const go = (next: string | undefined) =>
    router.replace(href({ filters: { [filter.name]: next } }), { scroll: false });
  return (
    <span className="inline-flex items-center">
      <Menu modal={false}>
        <MenuTrigger
          render={
            <Button
              className={value ? "rounded-r-none border-accent-text bg-accent-subtle px-2.5" : "px-2.5 font-normal"}
            />
          }
        >
          {value ? (
            <>
              <span className="text-muted">{filter.label}</span> {chosen}
            </>
          ) : (
            <>
              {filter.label}
              <ChevronDown aria-hidden className="-mr-0.5 text-faint" />
            </>
          )}
        </MenuTrigger>
        <MenuContent align="start">
          <MenuRadio
            value={value ?? ""}
            onValueChange={(next) => go(next || undefined)}
            options={[{ value: "", label: "Any" }, ...filter.options]}
          />
        </MenuContent>
      </Menu>
      {value && (
        <Button
          size="icon"
          aria-label={`Remove filter ${filter.label}: ${chosen}`}
          className="-ml-px w-7 rounded-l-none border-accent-text bg-accent-subtle"
          onClick={() => go(undefined)}
        >
          <X aria-hidden />
        </Button>
      )}
    </span>
  );
}
