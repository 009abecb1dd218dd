"use client";
import { Ellipsis } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Menu, MenuContent, MenuTrigger } from "@/components/ui/menu";

/** The page's secondary actions; children are menu items. */
export function PageMenu({ label = "More actions", children }: { label?: string; children: ReactNode }) {
  return (
    <Menu modal={false}>
      <MenuTrigger render={<Button size="icon" aria-label={label} />}>
        <Ellipsis aria-hidden />
      </MenuTrigger>
      <MenuContent>{children}</MenuContent>
    </Menu>
  );
}
