"use client";
import { LogOut, UserRound } from "lucide-react";
import { useRef } from "react";
import { Menu, MenuContent, MenuItem, MenuLink, MenuSeparator, MenuTrigger } from "@/components/ui/menu";

export type ShellActor = { name: string; email: string; roleName: string; isAdministrator: boolean };

type PersonMenuProps = { actor: ShellActor; signOut: () => Promise<void> };

export function PersonMenu({ actor, signOut }: PersonMenuProps) {
  const form = useRef<HTMLFormElement>(null);
  return (
    <>
      <Menu modal={false}>
        <MenuTrigger
          aria-label={`Account of ${actor.name}`}
          className="-mr-1 flex size-8 items-center justify-center rounded-full transition-colors hover:bg-hover data-popup-open:bg-hover"
        >
          <span
            aria-hidden
            className="flex size-6 items-center justify-center rounded-full bg-accent font-medium text-[11px] text-on-solid"
          >
            {initials(actor.name)}
          </span>
        </MenuTrigger>
        <MenuContent className="w-60">
          <div className="px-2 pt-1.5 pb-2">
            <p className="truncate font-medium">{actor.name}</p>
            <p className="truncate text-muted text-xs">{actor.email}</p>
            <p className="truncate text-muted text-xs">{actor.roleName}</p>
          </div>
          <MenuSeparator />
          <MenuLink href="/account">
            <UserRound aria-hidden />
            Your account
          </MenuLink>
          <MenuItem onClick={() => form.current?.requestSubmit()}>
            <LogOut aria-hidden />
            Sign out
          </MenuItem>
        </MenuContent>
      </Menu>
      {/* Outside the menu, which is gone before the action has been sent. */}
      <form ref={form} action={signOut} hidden />
    </>
  );
}

const initials = (name: string) =>
  name
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => word.charAt(0).toUpperCase())
    .filter((_, index, all) => index === 0 || index === all.length - 1)
    .join("") || "?";
