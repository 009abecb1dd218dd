export type Program = {
  name: string;
  args: string[];
  command?: string;
  env?: Record<string, string>;
  cwd?: string;
};

export type SuperviseOptions = {
  firstPauseMs?: number;
  longestPauseMs?: number;
  steadyMs?: number;
  maxFailures?: number;
  graceMs?: number;
  say?: (line: string) => void;
};

export const configurationError: 78;
export function supervise(options?: SuperviseOptions): {
  launch(program: Program): void;
  stop(code?: number): void;
  kill(): void;
  done: Promise<number>;
};
