import type { executeFunction } from "../actions";

type Answer = Awaited<ReturnType<typeof executeFunction>>;

/** What a run gave, for the panel beside the code. */
export type Executed = Extract<Answer, { ok: true }>["value"];

/** The last result of each function while the console is open: saving a new one leads to its own page. */
export const results = new Map<string, Executed>();
