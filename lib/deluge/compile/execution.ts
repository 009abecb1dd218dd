import type { Run } from "../builtins/builtin";
import type { Host } from "../host";
import type { Limits, Options } from "../options";
import { LimitError } from "../values/errors";
import { hostFailure } from "./failure";
import type { Trace } from "./trace";

/** Statements between two looks at the clock. */
const slice = 500;
/** Characters and elements made between two looks at the clock. */
const madeSlice = 250_000;

const reached = (limit: LimitError["limit"], what: string, maximum: number | string): never => {
  throw new LimitError(limit, `The limit of ${what} has reached its maximum ${maximum}`);
};

/**
 * One execution: its budgets (spec/deluge.md §10), its log and the host. Compiled code counts `fuel` down itself, a slice of
 * what is left of the statements, and calls `refuel` when the slice is used up.
 */
export class Execution implements Run {
  fuel = 0;
  /** Depth of calls that compiled code compares with. */
  readonly deepest: number;
  readonly lines: string[] = [];
  readonly trace: Trace | null;
  private granted = 0;
  private made = 0;
  private madeBeforeClock = madeSlice;
  private logged = 0;
  private outgoing = 0;
  private mails = 0;
  private readonly startedAt = performance.now();

  constructor(
    readonly host: Host,
    readonly options: Options,
    readonly limits: Limits,
    trace: Trace | null = null,
  ) {
    this.deepest = limits.calls;
    this.trace = trace;
  }

  /** Statements counted so far. */
  get statements(): number {
    return this.granted - Math.max(this.fuel, 0);
  }

  get elapsedMs(): number {
    return performance.now() - this.startedAt;
  }

  /** The next slice for the statement that found none; throws LimitError when the statements or the time ran out. */
  refuel(): void {
    this.fuel = 0;
    const { statements } = this.limits;
    if (this.granted >= statements) reached("statements", "Statement", statements);
    this.checkTime();
    const next = Math.min(slice, statements - this.granted);
    this.granted += next;
    this.fuel = next - 1;
  }

  tooDeep(): never {
    return reached("calls", "Function Call", this.limits.calls);
  }

  spend(units: number): void {
    this.made += units;
    if (this.made > this.limits.made) reached("made", "Memory", this.limits.made);
    if (this.made > this.madeBeforeClock) {
      this.madeBeforeClock = this.made + madeSlice;
      this.checkTime();
    }
  }

  spendOutgoing(): void {
    this.outgoing += 1;
    if (this.outgoing > this.limits.outgoing) reached("outgoing", "Outgoing Call", this.limits.outgoing);
  }

  spendMail(): void {
    this.mails += 1;
    if (this.mails > this.limits.mails) reached("mails", "Mail", this.limits.mails);
  }

  timeLeftMs(): number {
    return Math.max(0, this.limits.timeMs - this.elapsedMs);
  }

  info(text: string): void {
    this.logged += text.length + 1;
    if (this.logged > this.limits.infoLength) reached("info", "Info Length", this.limits.infoLength);
    this.lines.push(text);
  }

  /** What a promise of the host or of the library gives; LimitError when the time runs out before it does. */
  async wait<Result>(pending: Result | Promise<Result>): Promise<Result> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const timeUp = new Promise<"time up">((resolve) => {
      timer = setTimeout(resolve, Math.min(this.timeLeftMs() + 1, 2 ** 31 - 1), "time up");
    });
    const made = Promise.resolve(pending).then((value) => ({ value }));
    try {
      const first = await Promise.race([made, timeUp]);
      if (first === "time up") return this.outOfTime();
      this.checkTime();
      return first.value;
    } catch (error) {
      throw hostFailure(error);
    } finally {
      clearTimeout(timer);
    }
  }

  private checkTime(): void {
    if (this.elapsedMs > this.limits.timeMs) this.outOfTime();
  }

  private outOfTime(): never {
    return reached("time", "Execution Time", `${this.limits.timeMs / 1000} seconds`);
  }
}
