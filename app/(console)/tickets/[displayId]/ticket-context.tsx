"use client";
import { createContext, type ReactNode, use } from "react";

/** Which ticket the page is about, and whether this person may change it. */
export type TheTicket = { id: number; displayId: string; mayWrite: boolean };

const TicketContext = createContext<TheTicket | undefined>(undefined);

export function TicketProvider({ ticket, children }: { ticket: TheTicket; children: ReactNode }) {
  return <TicketContext value={ticket}>{children}</TicketContext>;
}

export function useTicket(): TheTicket {
  const ticket = use(TicketContext);
  if (!ticket) throw new Error("Only inside a TicketProvider.");
  return ticket;
}
