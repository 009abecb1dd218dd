"use client";
import { Menu as MenuIcon, Search } from "lucide-react";
import { type ReactNode, useState, useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Kbd } from "@/components/ui/kbd";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { TooltipProvider } from "@/components/ui/tooltip";
import type { Permission } from "@/lib/access/permissions";
import { Breadcrumbs } from "./breadcrumbs";
import { CommandPalette, type PaletteSearch } from "./command-palette";
import { type BellProps, NoticeBell } from "./notice-bell";
import { PersonMenu, type ShellActor } from "./person-menu";
import { Sidebar } from "./sidebar";
import { rememberSidebar } from "./sidebar-state";
import { ThemeMenu } from "./theme-menu";
import { TrailProvider } from "./trail";

type FrameProps = {
  actor: ShellActor;
  permissions: readonly Permission[];
  signOut: () => Promise<void>;
  search?: PaletteSearch;
  notices?: BellProps;
  initiallyCollapsed: boolean;
  children: ReactNode;
};

export function Frame({ actor, permissions, signOut, search, notices, initiallyCollapsed, children }: FrameProps) {
  const [collapsed, setCollapsed] = useState(initiallyCollapsed);
  const [drawer, setDrawer] = useState(false);
  const [palette, setPalette] = useState(false);
  const onApple = useOnApple();
  const toggle = () => {
    setCollapsed(!collapsed);
    rememberSidebar(!collapsed);
  };
  return (
    <TrailProvider>
      <TooltipProvider>
        <a
          href="#main"
          className="fixed top-2 left-2 z-70 -translate-y-16 rounded-md bg-text px-3 py-2 text-background focus-visible:translate-y-0"
        >
          Skip to content
        </a>
        <div className="isolate flex min-h-dvh">
          <nav
            aria-label="Main"
            className={cn(
              "sticky top-0 hidden h-dvh shrink-0 border-r bg-surface transition-[width] shell:block",
              collapsed ? "w-[49px]" : "w-[232px]",
            )}
          >
            <Sidebar permissions={permissions} collapsed={collapsed} onToggle={toggle} />
          </nav>
          <div className="flex min-w-0 flex-1 flex-col">
            <header className="sticky top-0 z-20 flex h-12 items-center gap-2 border-b bg-background px-(--gutter) [--gutter:16px] sm:[--gutter:32px]">
              <Button
                variant="ghost"
                size="icon"
                className="-ml-2 shell:hidden"
                aria-label="Open navigation"
                aria-haspopup="dialog"
                onClick={() => setDrawer(true)}
              >
                <MenuIcon aria-hidden />
              </Button>
              <Breadcrumbs />
              <div className="ml-auto flex shrink-0 items-center gap-1">
                <search>
                  <Button
                    className="w-56 justify-start px-2.5 font-normal text-muted max-md:hidden"
                    aria-keyshortcuts="Control+K Meta+K"
                    onClick={() => setPalette(true)}
                  >
                    <Search aria-hidden />
                    Search
                    <Kbd className="ml-auto">{onApple ? "⌘ K" : "Ctrl K"}</Kbd>
                  </Button>
                  <Button
                    variant="ghost"
                    size="icon"
                    className="md:hidden"
                    aria-label="Search"
                    onClick={() => setPalette(true)}
                  >
                    <Search aria-hidden />
                  </Button>
                </search>
                {notices && <NoticeBell {...notices} />}
                <ThemeMenu />
                <PersonMenu actor={actor} signOut={signOut} />
              </div>
            </header>
            <main
              id="main"
              tabIndex={-1}
              className="flex min-w-0 flex-1 flex-col px-(--gutter) pt-6 outline-none [--gutter:16px] sm:[--gutter:32px]"
            >
              <div className="min-w-0 flex-1 pb-12">{children}</div>
            </main>
          </div>
        </div>
        <Sheet open={drawer} onOpenChange={setDrawer}>
          <SheetContent side="left" title="Navigation" hideTitle className="w-[264px] bg-surface">
            <nav aria-label="Main" className="h-full">
              <Sidebar permissions={permissions} onNavigate={() => setDrawer(false)} />
            </nav>
          </SheetContent>
        </Sheet>
        <CommandPalette open={palette} onOpenChange={setPalette} permissions={permissions} search={search} />
      </TooltipProvider>
    </TrailProvider>
  );
}

const never = () => () => undefined;
const useOnApple = () =>
  useSyncExternalStore(
    never,
    () => /Mac|iPhone|iPad/.test(navigator.userAgent),
    () => false,
  );
