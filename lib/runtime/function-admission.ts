import type { Clock } from "@/lib/core/clock";
import type { CallbackFunction } from "@/lib/functions/function";
import type { FunctionDoorPorts } from "./answer-function-call";

const minuteMs = 60_000;

/** Lets calls in up to each function's rate and concurrency (systems.md S9). A minute begins with the first call in it. */
export function createAdmission(clock: Clock): FunctionDoorPorts["admit"] {
  const states = new Map<string, { since: number; count: number; running: number }>();
  return ({ id, limits }: CallbackFunction) => {
    const now = clock.now().getTime();
    const state = states.get(id) ?? { since: now, count: 0, running: 0 };
    states.set(id, state);
    // A clock set back begins a minute, too.
    if (now - state.since >= minuteMs || now < state.since) Object.assign(state, { since: now, count: 0 });
    if (state.count >= limits.ratePerMinute) {
      const seconds = Math.ceil((state.since + minuteMs - now) / 1_000);
      return { refused: `At most ${limits.ratePerMinute} calls a minute. Try again in ${seconds} s.` };
    }
    if (state.running >= limits.concurrency)
      return { refused: `At most ${limits.concurrency} calls at the same time. Try again when one has ended.` };
    state.count += 1;
    state.running += 1;
    return {
      leave() {
        state.running -= 1;
      },
    };
  };
}
