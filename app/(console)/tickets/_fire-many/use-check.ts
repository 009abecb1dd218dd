import { useEffect, useRef, useState } from "react";
import { check } from "./actions";
import { type Chosen, checkedAtOnce } from "./limits";
import { chunksOf } from "./state";

export type Checked = {
  /** Tickets looked at so far. */
  count: number;
  fits: Chosen[];
  refused: { displayId: string; reason: string }[];
  problem?: string;
};

const typingMs = 500;

/** Asks on which tickets a webhook would go out with these values; anew whenever they change. Undefined before the first answer. */
export function useCheck(tickets: readonly Chosen[], webhookId: string | undefined, values: Record<string, string>) {
  const [checked, setChecked] = useState<Checked>();
  const turn = useRef(0);
  const asked = JSON.stringify(values);
  useEffect(() => {
    const mine = ++turn.current;
    setChecked(undefined);
    if (webhookId === undefined) return;
    const look = async () => {
      const found: Checked = { count: 0, fits: [], refused: [] };
      for (const some of chunksOf(tickets, checkedAtOnce)) {
        const input = { webhookId, values: JSON.parse(asked), ticketIds: some.map(({ id }) => id) };
        const result = await check(input).catch(() => undefined);
        if (mine !== turn.current) return;
        if (!result?.ok) {
          const problem = result?.error.message ?? "The server did not answer. Choose the webhook again.";
          return setChecked({ ...found, problem });
        }
        const reasons = new Map(result.value.map(({ ticketId, reason }) => [ticketId, reason]));
        for (const ticket of some) {
          const reason = reasons.get(ticket.id);
          if (reason === undefined) found.fits.push(ticket);
          else found.refused.push({ displayId: ticket.displayId, reason });
        }
        found.count += some.length;
        setChecked({ ...found });
      }
    };
    const timer = setTimeout(look, asked === "{}" ? 0 : typingMs);
    return () => clearTimeout(timer);
  }, [tickets, webhookId, asked]);
  return checked;
}
