const hour = 3_600_000;

/** The time filter's presets, by what the address says. */
export const periods = { "1h": "Last hour", "24h": "Last 24 hours", "7d": "Last 7 days" } as const;
export type Period = keyof typeof periods;

const lengths: Record<Period, number> = { "1h": hour, "24h": 24 * hour, "7d": 168 * hour };
const isPeriod = (text: string): text is Period => Object.hasOwn(periods, text);

/** How far back a preset goes, in milliseconds; undefined for anything else. */
export const periodMs = (text: string | undefined): number | undefined =>
  text !== undefined && isPeriod(text) ? lengths[text] : undefined;

const short = (iso: string) =>
  new Date(iso).toLocaleString("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

/** The time filter in words; undefined when it is not set. */
export function describeTime({ period, from, to }: Record<string, string | undefined>): string | undefined {
  if (period !== undefined && isPeriod(period)) return periods[period];
  if (from && to) return `${short(from)} – ${short(to)}`;
  if (from) return `from ${short(from)}`;
  return to && `until ${short(to)}`;
}
