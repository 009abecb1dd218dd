const minuteMs = 60_000;
const [hour, day] = [60, 1440];

/** What the page looks back on. A point of the charts stands for `step` minutes; the range begins at a whole `align`. */
export const ranges = {
  "1h": { label: "1 h", words: "Last hour", step: 1, align: 1, minutes: hour },
  "24h": { label: "24 h", words: "Last 24 hours", step: 30, align: hour, minutes: day },
  "7d": { label: "7 d", words: "Last 7 days", step: 3 * hour, align: 3 * hour, minutes: 7 * day },
  "30d": { label: "30 d", words: "Last 30 days", step: 12 * hour, align: day, minutes: 30 * day },
} as const;
export type Range = keyof typeof ranges;
export const usualRange: Range = "24h";

export function readRange(text: string | string[] | undefined): Range {
  const known = Object.keys(ranges) as Range[];
  return known.find((range) => range === text) ?? usualRange;
}

/** From a whole step (UTC) that is at most the range ago, up to the end of the step under way. */
export function spanOf(range: Range, now: Date): { from: Date; to: Date; stepMinutes: number } {
  const { step, align, minutes } = ranges[range];
  const minute = now.getTime() / minuteMs;
  const from = (Math.floor(minute / align) + 1) * align - minutes;
  const to = (Math.floor(minute / step) + 1) * step;
  return { from: new Date(from * minuteMs), to: new Date(to * minuteMs), stepMinutes: step };
}

type LogFilter = { status?: string; webhookId?: string; q?: string; from?: Date; to?: Date; sort?: string };

/** The deliveries log with these filters. */
export function logHref(filter: LogFilter): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter))
    if (value !== undefined) query.set(name, value instanceof Date ? value.toISOString() : value);
  return `/admin/integration/deliveries${query.size > 0 ? `?${query}` : ""}`;
}
