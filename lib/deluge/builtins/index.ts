import type { Builtin, FreeFunction, SystemVariable, Task } from "./builtin";

/** The whole library: one line per area (spec/deluge.md §7–§9). */
export const builtins: readonly Builtin[] = [];

export const freeFunctions: readonly FreeFunction[] = [];

export const systemVariables: readonly SystemVariable[] = [];

export const tasks: readonly Task[] = [];
