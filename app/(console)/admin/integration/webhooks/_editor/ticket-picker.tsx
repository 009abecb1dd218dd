"use client";
import { Combobox } from "@base-ui/react/combobox";
import { ChevronsUpDown } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { findTickets } from "../actions";
import type { PickedTicket } from "./use-live-request";

type TicketPickerProps = {
  typeId: number;
  ticket: PickedTicket | undefined;
  onChoose: (ticket: PickedTicket) => void;
};

const labelOf = ({ displayId, title }: PickedTicket) => `${displayId} ${title}`;

/** Finds a ticket of one type by id, title or requester while typing. */
export function TicketPicker({ typeId, ticket, onChoose }: TicketPickerProps) {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [found, setFound] = useState<readonly PickedTicket[]>([]);
  const [state, setState] = useState<"idle" | "searching" | "failed">("idle");
  const asked = useRef(0);

  useEffect(() => {
    if (!open) return;
    const number = ++asked.current;
    setState("searching");
    const timer = setTimeout(
      async () => {
        const result = await findTickets({ typeId, q: text }).catch(() => undefined);
        // Answers may overtake each other.
        if (number !== asked.current) return;
        setFound(result?.ok ? result.value : []);
        setState(result?.ok ? "idle" : "failed");
      },
      text === "" ? 0 : 200,
    );
    return () => clearTimeout(timer);
  }, [open, text, typeId]);

  return (
    <Combobox.Root
      items={found}
      filter={null}
      value={ticket ?? null}
      itemToStringLabel={labelOf}
      isItemEqualToValue={(one, other) => one.id === other.id}
      onValueChange={(next) => next && onChoose(next)}
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (next) setText("");
      }}
      onInputValueChange={(next, { reason }) => reason === "input-change" && setText(next)}
    >
      <div className="relative">
        <Combobox.Input
          aria-label="Ticket"
          placeholder="Find a ticket"
          className="control h-8 w-full min-w-0 truncate pr-8 pl-2.5"
          onFocus={(event) => event.currentTarget.select()}
        />
        <ChevronsUpDown
          aria-hidden
          className="pointer-events-none absolute inset-y-0 right-2 my-auto size-4 text-faint"
        />
      </div>
      <Combobox.Portal>
        <Combobox.Positioner className="z-60" sideOffset={4}>
          <Combobox.Popup className="popup max-h-(--available-height) w-(--anchor-width) min-w-72 overflow-y-auto p-1">
            <Combobox.Status className="px-2 py-1 text-muted text-xs empty:hidden">
              {state === "searching" && found.length === 0 && "Searching…"}
              {state === "failed" && "The search failed. Type again to retry."}
            </Combobox.Status>
            <Combobox.Empty className="px-2 py-1.5 text-muted empty:hidden">
              {state === "idle" && "No ticket matches."}
            </Combobox.Empty>
            <Combobox.List>
              {(item: PickedTicket) => (
                <Combobox.Item
                  key={item.id}
                  value={item}
                  className="flex min-h-8 cursor-default select-none items-baseline gap-2 rounded-sm px-2 py-1.5 outline-none data-highlighted:bg-hover data-selected:font-medium"
                >
                  <span className="shrink-0 font-mono text-muted text-xs">{item.displayId}</span>
                  <span className="truncate">{item.title}</span>
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}
