export type Counts = { passed: number; failed: number; skipped: number };
export function countCheck(code: number): Counts;
export function countVitest(file: string, code: number): Counts;
export function countPlaywright(file: string, code: number): Counts;
export function summaryOf(steps: Counts[]): string;
