import type { TraceStep } from "../run";
import type { Context } from "../values/context";
import { textOf } from "../values/text";
import type { Value } from "../values/value";

const longestText = 1_000;

type Step = TraceStep & { changes: { name: string; text: string }[]; calls: string[] };

/** The first steps of an execution, for the console's step view; only the traced flavour of the code knows it. */
export class Trace {
  readonly steps: Step[] = [];
  /** The statement that is being executed; null beyond the last step. A function puts its caller's back when it ends. */
  current: Step | null = null;

  constructor(
    private readonly most: number,
    private readonly startedAt = performance.now(),
  ) {}

  step(line: number, name: string, depth: number): void {
    this.current = null;
    if (this.steps.length >= this.most) return;
    const atMs = performance.now() - this.startedAt;
    this.current = { line, function: name, depth, atMs, changes: [], calls: [] };
    this.steps.push(this.current);
  }

  change(name: string, value: Value, context: Context): void {
    this.current?.changes.push({ name, text: shortText(value, context) });
  }

  /** `details` are the task's attributes or arguments: an address belongs to the line. */
  call(name: string, details: readonly Value[]): void {
    const words = details.filter((value) => typeof value === "string").map((text) => text.slice(0, 200));
    this.current?.calls.push([name, ...words].join(" "));
  }
}

/** Looking at a value costs the script nothing and fails nothing: what has no short text is only named. */
function shortText(value: Value, { options, host, limits }: Context): string {
  const spend = () => {};
  try {
    const text = textOf(value, { options, host, spend, limits: { ...limits, textLength: 100_000 } });
    return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
  } catch {
    return "…";
  }
}
