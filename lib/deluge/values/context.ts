import type { Run } from "../builtins/builtin";

/** What computing with values needs of an execution. */
export type Context = Pick<Run, "options" | "limits" | "host" | "spend">;
