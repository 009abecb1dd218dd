"use client";
import { PageMenu } from "@/components/shell/page-menu";
import { MenuItem, MenuLink } from "@/components/ui/menu";

type LogMenuProps = {
  /** The list's query string. */
  query: string;
};

const path = "/admin/integration/deliveries";

/** Saves what the list shows as a file. */
export function LogMenu({ query }: LogMenuProps) {
  return (
    <PageMenu>
      <MenuLink href={`${path}/jobs`}>Bulk jobs</MenuLink>
      <Export href={`${path}/export.csv?${query}`} name="Export as CSV">
        One line per delivery, the newest 50,000.
      </Export>
      <Export href={`${path}/export.har?${query}`} name="Export as HAR">
        Every attempt with headers and bodies, of the newest 1,000.
      </Export>
    </PageMenu>
  );
}

function Export({ href, name, children }: { href: string; name: string; children: string }) {
  return (
    // A link of its own, not a page: the answer is a file.
    <MenuItem render={<a href={href} download aria-label={name} />}>
      <span className="py-1">
        <span className="block font-medium">{name}</span>
        <span className="block max-w-64 text-muted text-xs">{children}</span>
      </span>
    </MenuItem>
  );
}
