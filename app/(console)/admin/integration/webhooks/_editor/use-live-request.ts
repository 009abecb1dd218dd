"use client";
import { createContext, use, useEffect, useMemo, useState, useTransition } from "react";
import type { PickedTicket } from "@/components/tickets/ticket-picker";
import type { TicketGraph } from "@/lib/desk/ticket";
import { loadTicket } from "../actions";
import { useEditor } from "./editor-context";
import { type Preview, previewValues } from "./preview";

/** What the live pane shows and what a test sends: a ticket, parameter values, and the request they make. */
export type LiveRequest = {
  ticket: PickedTicket | undefined;
  /** The same with all it holds. */
  graph: TicketGraph | undefined;
  choose: (ticket: PickedTicket) => void;
  loading: boolean;
  problem: string | undefined;
  given: Record<string, string>;
  give: (name: string, value: string | undefined) => void;
  /** Undefined without a ticket. */
  preview: Preview | undefined;
};

const refreshMs = 30_000;
const LiveContext = createContext<LiveRequest | undefined>(undefined);
export const LiveProvider = LiveContext;

/** The live pane's ticket, for tabs that try something on it. */
export function useLive(): LiveRequest {
  const live = use(LiveContext);
  if (!live) throw new Error("useLive needs a LiveProvider above it");
  return live;
}

/** `first` is the ticket to begin with: the newest of the type. */
export function useLiveRequest(first: TicketGraph | undefined): LiveRequest {
  const { settled } = useEditor();
  const [graph, setGraph] = useState(first);
  const [given, setGiven] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState<string>();
  const [loading, startTransition] = useTransition();
  const now = useNow();

  const choose = (ticket: PickedTicket) =>
    startTransition(async () => {
      const result = await loadTicket({ id: ticket.id });
      setProblem(result.ok ? undefined : result.error.message);
      if (result.ok) setGraph(result.value);
    });
  const give = (name: string, value: string | undefined) =>
    setGiven(({ [name]: _, ...rest }) => (value === undefined ? rest : { ...rest, [name]: value }));
  const preview = useMemo(() => graph && previewValues(settled, graph, given, now), [settled, graph, given, now]);
  return { ticket: graph?.ticket, graph, choose, loading, problem, given, give, preview };
}

/** The moment of firing, for templates that name it; moves on now and then. */
function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), refreshMs);
    return () => clearInterval(timer);
  }, []);
  return now;
}
