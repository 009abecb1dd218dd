export const headStyle = "h-9 whitespace-nowrap border-b px-2.5 font-normal text-muted text-xs first:pl-2";
export const cellStyle = "h-9 max-w-80 truncate max-sm:max-w-44 border-b px-2.5 py-1 first:pl-2";
/** Takes what the other columns leave, and shortens its text first. */
export const growStyle = "w-full min-w-40 max-w-0";
/** The menu stays in reach while a wide table scrolls under it. */
export const pinStyle =
  "sticky right-0 w-9 bg-background py-0 pr-1 pl-0 text-right group-hover/row:bg-surface group-data-selected/row:bg-accent-subtle";
export const rowStyle =
  "group/row hover:bg-surface hover:data-selected:bg-accent-subtle data-selected:bg-accent-subtle";
