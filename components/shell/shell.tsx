import { cookies } from "next/headers";
import type { ReactNode } from "react";
import type { Permission } from "@/lib/access/permissions";
import type { PaletteSearch } from "./command-palette";
import { Frame } from "./frame";
import type { BellProps } from "./notice-bell";
import type { ShellActor } from "./person-menu";
import { sidebarCookie } from "./sidebar-state";

type ShellProps = {
  actor: ShellActor;
  /** Decides which entries of the navigation appear. */
  permissions: readonly Permission[];
  /** Server action that ends the session. */
  signOut: () => Promise<void>;
  /** Server action behind the command palette. */
  search?: PaletteSearch;
  /** The bell; left out for those who may not see notices. */
  notices?: BellProps;
  children: ReactNode;
};

/** The console's frame: navigation, top bar, main. The width of the navigation is remembered in a cookie. */
export async function Shell(props: ShellProps) {
  const collapsed = (await cookies()).get(sidebarCookie)?.value === "collapsed";
  return <Frame {...props} initiallyCollapsed={collapsed} />;
}
