"use client";
import { createContext, type ReactNode, use } from "react";

/** The ticket as this render of the page saw it. */
export type SeenTicket = { id: number; displayId: string; version: number; mayWrite: boolean };

const TicketContext = createContext<SeenTicket | undefined>(undefined);

export function TicketProvider({ ticket, children }: { ticket: SeenTicket; children: ReactNode }) {
  return <TicketContext value={ticket}>{children}</TicketContext>;
}

export function useTicket(): SeenTicket {
  const ticket = use(TicketContext);
  if (!ticket) throw new Error("Only inside a TicketProvider.");
  return ticket;
}
