"use client";
import { ChevronsUpDown } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { cn } from "@/components/ui/cn";
import type { Result } from "@/lib/core/result";
import type { TicketSummary } from "@/lib/desk/ticket";

export type PickedTicket = Pick<TicketSummary, "id" | "displayId" | "title">;

/** A server action: tickets of one type by what they contain. */
type FindTickets = (query: { typeId: number; q: string }) => Promise<Result<readonly PickedTicket[]>>;

type TicketPickerProps = {
  typeId: number;
  find: FindTickets;
  ticket: PickedTicket | undefined;
  onChoose: (ticket: PickedTicket) => void;
  label?: string;
};

/** Finds a ticket of one type by id, title or requester while typing (ARIA combobox: focus stays in the box). */
export function TicketPicker({ typeId, find, ticket, onChoose, label = "Ticket" }: TicketPickerProps) {
  const listId = useId();
  const box = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const { found, state } = useFoundTickets(find, typeId, text, open);

  const show = () => {
    if (open) return;
    setText("");
    setActive(0);
    setOpen(true);
    // The name of the chosen ticket stays until something is typed over it.
    requestAnimationFrame(() => box.current?.select());
  };
  const choose = (chosen: PickedTicket | undefined) => {
    setOpen(false);
    if (chosen && chosen.id !== ticket?.id) onChoose(chosen);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (!open) return show();
      setActive((active + step + found.length) % Math.max(1, found.length));
    } else if (event.key === "Enter" && open) {
      event.preventDefault();
      // What is listed still belongs to the search before.
      if (state !== "searching") choose(found[active]);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      setOpen(false);
    }
  };

  const chosenText = ticket ? `${ticket.displayId} ${ticket.title}` : "";
  return (
    <div className="relative">
      <input
        ref={box}
        type="text"
        role="combobox"
        aria-label={label}
        aria-expanded={open}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={open && found[active] ? `${listId}-${active}` : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder="Find a ticket"
        className="control h-8 w-full min-w-0 truncate pr-8 pl-2.5"
        value={open && text !== "" ? text : chosenText}
        onClick={show}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          // Typing into the chosen name without a selection starts a new search with what was typed.
          const typed = event.target.value;
          setText(text === "" && chosenText && typed.startsWith(chosenText) ? typed.slice(chosenText.length) : typed);
          setActive(0);
          setOpen(true);
        }}
        onBlur={() => setOpen(false)}
      />
      <ChevronsUpDown
        aria-hidden
        className="pointer-events-none absolute inset-y-0 right-2 my-auto size-4 text-faint"
      />
      <div className={cn("popup absolute inset-x-0 top-full z-60 mt-1", !open && "hidden")}>
        <div id={listId} role="listbox" aria-label="Tickets" className="max-h-80 overflow-y-auto p-1 empty:hidden">
          {found.map((item, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the box, which points here
            // biome-ignore lint/a11y/useKeyWithClickEvents: the box handles the keys
            <div
              key={item.id}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === active}
              onPointerMove={() => index !== active && setActive(index)}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(item)}
              className={cn(
                "flex min-h-8 cursor-default select-none items-baseline gap-2 rounded-sm px-2 py-1.5",
                index === active && "bg-hover",
                item.id === ticket?.id && "font-medium",
              )}
            >
              <span className="w-14 shrink-0 font-mono text-muted text-xs">{item.displayId}</span>
              <span className="min-w-0 truncate">{item.title}</span>
            </div>
          ))}
        </div>
        <p role="status" className="px-3 py-2 text-muted empty:hidden">
          {open && found.length === 0 && messages[state]}
        </p>
      </div>
    </div>
  );
}

const messages = {
  searching: "Searching…",
  found: "No ticket matches.",
  failed: "The search failed. Type again to retry.",
};

function useFoundTickets(find: FindTickets, typeId: number, text: string, open: boolean) {
  const [found, setFound] = useState<readonly PickedTicket[]>([]);
  const [state, setState] = useState<keyof typeof messages>("searching");
  useEffect(() => {
    if (!open) return;
    let isCurrent = true;
    setState("searching");
    const search = async () => {
      const result = await find({ typeId, q: text }).catch(() => undefined);
      // Answers may overtake each other.
      if (!isCurrent) return;
      setFound(result?.ok ? result.value : []);
      setState(result?.ok ? "found" : "failed");
    };
    const timer = setTimeout(search, text === "" ? 0 : 200);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [find, open, text, typeId]);
  return { found, state };
}
