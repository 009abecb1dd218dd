"use client";
import { ChevronDown } from "lucide-react";
import { Button, ButtonLink } from "@/components/ui/button";
import { Menu, MenuContent, MenuLink, MenuTrigger } from "@/components/ui/menu";
import type { TicketType } from "@/lib/desk/desk-lists";

/** One web method acts on one ticket type, which is asked for first. */
export function AddWebMethod({ types }: { types: readonly TicketType[] }) {
  const [only, ...others] = types;
  if (!only) return null;
  if (others.length === 0)
    return (
      <ButtonLink variant="primary" href={newHref(only)}>
        Add Web Method
      </ButtonLink>
    );
  return (
    <Menu modal={false}>
      <MenuTrigger render={<Button variant="primary" />}>
        Add Web Method
        <ChevronDown aria-hidden className="-mr-1" />
      </MenuTrigger>
      <MenuContent>
        <p className="px-2 pt-1 pb-1 text-faint text-xs">Creates and updates tickets of type</p>
        {types.map((type) => (
          <MenuLink key={type.id} href={newHref(type)}>
            {type.name}
          </MenuLink>
        ))}
      </MenuContent>
    </Menu>
  );
}

const newHref = ({ id }: TicketType) => `/admin/integration/web-methods/new?type=${id}`;
