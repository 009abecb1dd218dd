"use client";
import { ChevronDown } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { type BulkOperation, bulkOperations, type DeliveryFilter } from "@/lib/delivery/bulk";
import { nextStatus } from "@/lib/delivery/delivery";
import { jobWords } from "./job-words";

type BulkMenuProps = { filter: DeliveryFilter; onChoose: (operation: BulkOperation) => void };

/** Acts on all deliveries the list's filter finds, on every page of it. */
export function BulkMenu({ filter: { status }, onChoose }: BulkMenuProps) {
  const isPossible = (one: BulkOperation) => status === undefined || nextStatus(status, { type: one }) !== undefined;
  return (
    <Menu modal={false}>
      <MenuTrigger render={<Button />}>
        All of these
        <ChevronDown aria-hidden className="-mr-1" />
      </MenuTrigger>
      <MenuContent>
        {bulkOperations.map((one) => (
          <MenuItem key={one} danger={one === "cancel"} disabled={!isPossible(one)} onClick={() => onChoose(one)}>
            {jobWords[one].verb} all…
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  );
}

/** The same for the rows that are ticked. */
export function BulkButtons({ onChoose }: Pick<BulkMenuProps, "onChoose">) {
  return bulkOperations.map((one) => (
    <Button key={one} size="sm" onClick={() => onChoose(one)}>
      {jobWords[one].verb}…
    </Button>
  ));
}
