/** One look for every chart, from the tokens of the theme. */
export const tick = { fill: "var(--text-muted)", fontSize: 12 };
export const gridLine = "var(--border)";
export const axisLine = { stroke: "var(--border)" };
export const margin = { top: 8, right: 8, bottom: 0, left: 0 };
export const chartHeight = 208;

/** What is drawn, in the order of legend, tooltip and table. */
export const outcomeSeries = [
  { key: "succeeded", label: "Succeeded", color: "var(--success)", opacity: 0.75, dash: undefined },
  { key: "failed", label: "Failed", color: "var(--danger)", opacity: 1, dash: undefined },
] as const;
export const latencySeries = [
  { key: "p50", label: "p50", color: "var(--text-muted)", opacity: 1, dash: undefined },
  { key: "p95", label: "p95", color: "var(--accent-text)", opacity: 1, dash: undefined },
  { key: "p99", label: "p99", color: "var(--warning)", opacity: 1, dash: "4 3" },
] as const;
export type Series = (typeof outcomeSeries | typeof latencySeries)[number];
