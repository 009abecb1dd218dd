"use client";
import { ChevronDown } from "lucide-react";
import { Button, ButtonLink } from "@/components/ui/button";
import { Menu, MenuContent, MenuLink, MenuTrigger } from "@/components/ui/menu";
import type { TicketType } from "@/lib/desk/desk-lists";

/** The vendor asks for the ticket type first (spec §4.1): one webhook acts on one type. */
export function AddWebhook({ types }: { types: readonly TicketType[] }) {
  const [only, ...others] = types;
  if (!only) return null;
  if (others.length === 0)
    return (
      <ButtonLink variant="primary" href={newHref(only)}>
        Add Webhook
      </ButtonLink>
    );
  return (
    <Menu modal={false}>
      <MenuTrigger render={<Button variant="primary" />}>
        Add Webhook
        <ChevronDown aria-hidden className="-mr-1" />
      </MenuTrigger>
      <MenuContent>
        <p className="px-2 pt-1 pb-1 text-faint text-xs">Acts on tickets of type</p>
        {types.map((type) => (
          <MenuLink key={type.id} href={newHref(type)}>
            {type.name}
          </MenuLink>
        ))}
      </MenuContent>
    </Menu>
  );
}

const newHref = ({ id }: TicketType) => `/admin/integration/webhooks/new?type=${id}`;
