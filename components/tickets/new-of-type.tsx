"use client";
import { ChevronDown } from "lucide-react";
import { Button, ButtonLink } from "@/components/ui/button";
import { Menu, MenuContent, MenuLink, MenuTrigger } from "@/components/ui/menu";
import type { TicketType } from "@/lib/desk/desk-lists";

type NewOfTypeProps = {
  /** "Add Webhook". */
  label: string;
  /** Above the types: "Acts on tickets of type". */
  hint: string;
  types: readonly TicketType[];
  /** The page that makes one; gets `?type=`. */
  path: string;
};

/** The primary button of what acts on one ticket type: asks for the type first, if there is a choice. */
export function NewOfType({ label, hint, types, path }: NewOfTypeProps) {
  const [only, ...others] = types;
  const hrefOf = ({ id }: TicketType) => `${path}?type=${id}`;
  if (!only) return null;
  if (others.length === 0)
    return (
      <ButtonLink variant="primary" href={hrefOf(only)}>
        {label}
      </ButtonLink>
    );
  return (
    <Menu modal={false}>
      <MenuTrigger render={<Button variant="primary" />}>
        {label}
        <ChevronDown aria-hidden className="-mr-1" />
      </MenuTrigger>
      <MenuContent>
        <p className="px-2 pt-1 pb-1 text-faint text-xs">{hint}</p>
        {types.map((type) => (
          <MenuLink key={type.id} href={hrefOf(type)}>
            {type.name}
          </MenuLink>
        ))}
      </MenuContent>
    </Menu>
  );
}
