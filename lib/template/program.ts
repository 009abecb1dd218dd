import type { FilterEnv } from "./filter";
import type { KeyIndex, Scope } from "./scope";

/** Where a loop stands: the item, its key, and the path it came from. */
export type Frame = { value: unknown; key: unknown; index: number; length: number; path: string };

/** One substituted value in the rendered text. `start` and `end` are offsets in it, quotes of a JSON string excluded. */
export type Segment<Context> = { start: number; end: number; path: string; rawValue: string; escaping: Context };

/** Everything one render needs; steps append to `out`. */
export type RenderState = FilterEnv &
  KeyIndex & {
    readonly scope: Scope;
    out: string;
    steps: number;
    readonly frames: Frame[];
    readonly onUnknown: ((path: string) => void) | undefined;
    readonly segments: Omit<Segment<never>, "escaping">[] | undefined;
  };

export type Step = (state: RenderState) => void;
export type Evaluate = (state: RenderState) => unknown;

/** Literal texts with steps between them: texts[0] steps[0] texts[1] … texts[n]. */
export type Program = { readonly texts: readonly string[]; readonly steps: readonly Step[] };

export function run(program: Program, state: RenderState): void {
  const { texts, steps } = program;
  const last = steps.length;
  for (let index = 0; index < last; index++) {
    state.out += texts[index];
    (steps[index] as Step)(state);
  }
  state.out += texts[last];
}
