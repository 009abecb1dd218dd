"use client";
import { rowSelectionFeature, tableFeatures, useTable } from "@tanstack/react-table";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { type ComponentProps, type ReactNode, useMemo, useRef } from "react";
import { ButtonLink } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { ariaSort, ColumnHeader } from "./column-header";
import { isFiltered, type ListParams, listHref, withoutFilters } from "./list-params";
import { Pagination } from "./pagination";
import { OrderCell, OrderedRow, OrderedRows, type RowOrder } from "./row-order";
import { cellStyle, growStyle, headStyle, pinStyle, rowStyle } from "./table-style";
import { type TableFilter, Toolbar } from "./toolbar";
import { useOverflow } from "./use-overflow";

export type Column<Row> = {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** The sort key the list understands; without it the column does not sort. */
  sortKey?: string;
  /** `right` for numbers. */
  align?: "left" | "right";
  /** Takes the room that is left and shortens first: a name, a URL. */
  grow?: boolean;
  /** Keep the header for screen readers only (icons, badges). */
  hideHeader?: boolean;
  className?: string;
};

export type Selection = { ids: string[]; clear: () => void };

export type DataTableProps<Row> = {
  /** Names the table: "Webhooks". */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  /** What a row is called where its checkbox and menu are announced. */
  rowName: (row: Row) => string;
  /** Makes the first column the link. */
  rowHref?: (row: Row) => string;
  rowMenu?: (row: Row) => ReactNode;
  total: number;
  /** There are more than `total`; they were not counted. */
  isCapped?: boolean;
  params: ListParams;
  search?: string;
  filters?: readonly TableFilter[];
  /** Right after the search box. */
  beside?: ReactNode;
  /** After the filters. */
  moreFilters?: ReactNode;
  actions?: ReactNode;
  /** Turns on selection; drawn in a bar that says what will happen. */
  bulkActions?: (selection: Selection) => ReactNode;
  /** Shows each row's place in a first column, and lets people move rows while the list stands in this order. */
  order?: RowOrder<Row>;
  /** Shown when there is nothing at all, not when filters hide it. */
  empty?: ReactNode;
};

type Keyed = { id: string };
const features = tableFeatures({ rowSelectionFeature });
const noColumns: never[] = [];

/** A server-made list: search, filters, order and page are in the URL; the page passes one page of rows. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, columns, rows, rowId, rowName, rowHref, rowMenu, total, params, bulkActions } = props;
  const order = orderFor(props.order, params);
  const path = usePathname();
  const box = useRef<HTMLDivElement>(null);
  const overflows = useOverflow(box);
  const data = useMemo<Keyed[]>(() => rows.map((row) => ({ id: rowId(row) })), [rows, rowId]);
  const byId = useMemo(() => new Map(rows.map((row) => [rowId(row), row])), [rows, rowId]);
  const table = useTable({ features, columns: noColumns, data, getRowId: (row) => row.id });
  // Rows that left the page (deleted, paged away) stay in the state; only visible ones count.
  const selected = table.getSelectedRowIds().filter((id) => byId.has(id));
  const selection: Selection = { ids: selected, clear: () => table.resetRowSelection(true) };

  if (total === 0 && !isFiltered(params) && props.empty) return props.empty;
  const shown = (
    <div className="flex min-w-0 flex-col gap-3">
      {bulkActions && selected.length > 0 ? (
        <section aria-label="Selected rows" className="flex min-h-8 flex-wrap items-center gap-2">
          <span role="status" className="mr-1 font-medium tabular-nums">
            {selected.length} selected
          </span>
          {bulkActions(selection)}
          <button type="button" className="rounded-sm px-1 text-muted hover:text-text" onClick={selection.clear}>
            Clear selection
          </button>
        </section>
      ) : (
        <Toolbar
          params={params}
          path={path}
          search={props.search}
          filters={props.filters}
          beside={props.beside}
          moreFilters={props.moreFilters}
          actions={props.actions}
          offerClear={rows.length > 0}
        />
      )}
      {rows.length === 0 ? (
        <NoRows params={params} path={path} total={total} />
      ) : (
        <section
          ref={box}
          aria-label={`${caption}, table`}
          tabIndex={overflows === false ? undefined : 0}
          className={cn(
            "min-w-0 border-t",
            overflows ? "max-h-[85dvh] overflow-auto" : overflows === false ? "overflow-x-clip" : "overflow-x-auto",
          )}
        >
          <table className="w-full border-separate border-spacing-0 text-left">
            <caption className="sr-only">{caption}</caption>
            <thead className={cn("sticky z-2 bg-background", overflows === false ? "top-12" : "top-0")}>
              <tr>
                {bulkActions && (
                  <th scope="col" className={cn(headStyle, "w-8 pr-1")}>
                    <Checkbox
                      aria-label="Select all rows on this page"
                      checked={table.getIsAllRowsSelected()}
                      indeterminate={!table.getIsAllRowsSelected() && selected.length > 0}
                      onCheckedChange={(checked) => table.toggleAllRowsSelected(checked)}
                    />
                  </th>
                )}
                {order && (
                  <th scope="col" aria-sort={ariaSort(params, order.sortKey)} className={cn(headStyle, "w-16")}>
                    <ColumnHeader label={order.header} sortKey={order.sortKey} params={params} path={path} />
                  </th>
                )}
                {columns.map((column) => (
                  <th
                    key={column.id}
                    scope="col"
                    aria-sort={ariaSort(params, column.sortKey)}
                    className={cn(headStyle, column.align === "right" && "text-right")}
                  >
                    {column.hideHeader ? (
                      <span className="sr-only">{column.header}</span>
                    ) : (
                      <ColumnHeader
                        label={column.header}
                        sortKey={column.sortKey}
                        align={column.align}
                        params={params}
                        path={path}
                      />
                    )}
                  </th>
                ))}
                {rowMenu && (
                  <th scope="col" className={cn(headStyle, pinStyle)}>
                    <span className="sr-only">Row actions</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {table.getRowModel().rows.map((entry) => {
                const row = byId.get(entry.id);
                if (row === undefined) return null;
                return (
                  <TableRow
                    key={entry.id}
                    {...{ order, row, rows }}
                    id={entry.id}
                    name={rowName(row)}
                    className={rowStyle}
                    data-selected={entry.getIsSelected() || undefined}
                  >
                    {bulkActions && (
                      <td className={cn(cellStyle, "pr-1")}>
                        <Checkbox
                          aria-label={`Select ${rowName(row)}`}
                          checked={entry.getIsSelected()}
                          onCheckedChange={(checked) => entry.toggleSelected(checked)}
                        />
                      </td>
                    )}
                    {order && (
                      <td className={cn(cellStyle, "pl-0")}>
                        <OrderCell order={order} row={row} name={rowName(row)} />
                      </td>
                    )}
                    {columns.map((column, index) => (
                      <td
                        key={column.id}
                        className={cn(
                          cellStyle,
                          column.align === "right" && "text-right tabular-nums",
                          column.grow && growStyle,
                          column.className,
                        )}
                      >
                        {index === 0 && rowHref ? (
                          <Link
                            href={rowHref(row)}
                            // A page of rows would fetch a page of pages nobody asked for, deleted ones included.
                            prefetch={false}
                            className="rounded-sm font-medium text-text hover:underline hover:underline-offset-2"
                          >
                            {column.cell(row)}
                          </Link>
                        ) : (
                          column.cell(row)
                        )}
                      </td>
                    ))}
                    {rowMenu && <td className={cn(cellStyle, pinStyle)}>{rowMenu(row)}</td>}
                  </TableRow>
                );
              })}
            </tbody>
          </table>
        </section>
      )}
      {total > 0 && <Pagination params={params} total={total} isCapped={props.isCapped} path={path} />}
    </div>
  );
  return order ? (
    <OrderedRows order={order} rows={rows}>
      {shown}
    </OrderedRows>
  ) : (
    shown
  );
}

/** Rows sorted by something else show their place, but where they would move to could not be seen. */
function orderFor<Row>(order: RowOrder<Row> | undefined, { sort }: ListParams): RowOrder<Row> | undefined {
  if (!order || (sort.key === order.sortKey && sort.direction === "asc")) return order;
  return { ...order, onMove: undefined };
}

type TableRowProps<Row> = Omit<ComponentProps<typeof OrderedRow<Row>>, "order"> & { order: RowOrder<Row> | undefined };

function TableRow<Row>({ order, row, rows, name, id, ...rest }: TableRowProps<Row>) {
  return order ? <OrderedRow {...rest} {...{ order, row, rows, name, id }} /> : <tr {...rest} />;
}

function NoRows({ params, path, total }: { params: ListParams; path: string; total: number }) {
  const filtered = isFiltered(params);
  if (total > 0)
    return (
      <EmptyState
        className="border-y"
        title="This page is beyond the end of the list"
        action={<ButtonLink href={listHref(path, params)}>Go to the first page</ButtonLink>}
      />
    );
  return (
    <EmptyState
      className="border-y"
      title={filtered ? "Nothing matches" : "Nothing here yet"}
      action={filtered && <ButtonLink href={listHref(path, params, withoutFilters(params))}>Clear filters</ButtonLink>}
    >
      {filtered && "Try other words, or remove a filter."}
    </EmptyState>
  );
}
