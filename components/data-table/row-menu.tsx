"use client";
import { Ellipsis } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Menu, MenuContent, MenuTrigger } from "@/components/ui/menu";

/** The menu at the end of a row; children are menu items. */
export function RowMenu({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Menu modal={false}>
      <MenuTrigger render={<Button variant="ghost" size="icon-sm" aria-label={`Actions for ${name}`} />}>
        <Ellipsis aria-hidden />
      </MenuTrigger>
      <MenuContent>{children}</MenuContent>
    </Menu>
  );
}
