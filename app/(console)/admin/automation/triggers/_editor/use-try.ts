"use client";
import { useEffect, useState } from "react";
import type { PickedTicket } from "@/components/tickets/ticket-picker";
import type { TriggerInput } from "@/lib/automation/trigger";
import type { EventType } from "@/lib/desk/events";
import type { TriggerTest } from "@/lib/runtime/test-trigger";
import { tryTrigger } from "../actions";
import { testable } from "./form-values";
import type { RuleDesk } from "./rule-desk";

const waitMs = 400;

/** Another update than the newest one, to ask the rule about. */
export type Imagined = { type: EventType; source: string };

export type Try = {
  ticket: PickedTicket | undefined;
  choose: (ticket: PickedTicket) => void;
  /** Undefined for the ticket's newest update. */
  imagined: Imagined | undefined;
  imagine: (update: Imagined | undefined) => void;
  /** False while the conditions are half written; the result is that of before then. */
  isComplete: boolean;
  /** How many actions are half written, and left out. */
  leftOut: number;
  hasActions: boolean;
  result: TriggerTest | undefined;
  problem: string | undefined;
  pending: boolean;
};

/** What the rule in the form would do to a ticket, asked of the server a moment after every change. */
export function useTry(id: string | undefined, values: TriggerInput, desk: RuleDesk, first?: PickedTicket): Try {
  const [ticket, choose] = useState(first);
  const [imagined, imagine] = useState<Imagined>();
  const [answer, setAnswer] = useState<{ result?: TriggerTest; problem?: string }>({});
  const [pending, setPending] = useState(false);
  const { isComplete, input, leftOut } = testable(values, desk);
  // The form hands out a new object after every pause, whatever was typed.
  const written = JSON.stringify(input);
  const ticketId = ticket?.id;
  useEffect(() => {
    if (!isComplete || ticketId === undefined) return;
    let isCurrent = true;
    setPending(true);
    const ask = async () => {
      const asked = { id, ticketId, input: JSON.parse(written) as TriggerInput, imagined };
      const result = await tryTrigger(asked).catch(() => undefined);
      // Answers may overtake each other.
      if (!isCurrent) return;
      setPending(false);
      setAnswer(
        result?.ok
          ? { result: result.value }
          : { problem: result?.error.message ?? "The server did not answer. Change something to try again." },
      );
    };
    const timer = setTimeout(ask, waitMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
      setPending(false);
    };
  }, [id, ticketId, written, imagined, isComplete]);
  return {
    ticket,
    choose,
    imagined,
    imagine,
    isComplete,
    leftOut,
    hasActions: input.actions.length > 0,
    pending,
    result: answer.result,
    problem: answer.problem,
  };
}
