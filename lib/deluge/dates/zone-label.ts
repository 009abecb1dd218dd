import { IANAZone } from "luxon";
import { offsetText } from "./digits";
import type { Zone } from "./zone";

// What people call these zones, standard and summer time; in English the platform says "GMT+5:30" for most of them.
const shortLabels: Record<string, readonly [standard: string, summer: string]> = {
  ...{ "Asia/Kolkata": ["IST", "IST"], "Asia/Calcutta": ["IST", "IST"], "Asia/Tokyo": ["JST", "JST"] },
  ...{ "Europe/London": ["GMT", "BST"], "Europe/Paris": ["CET", "CEST"], "Europe/Berlin": ["CET", "CEST"] },
  ...{ "Europe/Madrid": ["CET", "CEST"], "Europe/Rome": ["CET", "CEST"], "Europe/Amsterdam": ["CET", "CEST"] },
  ...{ "Europe/Brussels": ["CET", "CEST"], "Europe/Vienna": ["CET", "CEST"], "Europe/Zurich": ["CET", "CEST"] },
  ...{ "Europe/Athens": ["EET", "EEST"], "Europe/Helsinki": ["EET", "EEST"], "Europe/Moscow": ["MSK", "MSK"] },
  ...{
    "Australia/Sydney": ["AEST", "AEDT"],
    "Australia/Brisbane": ["AEST", "AEST"],
    "Australia/Perth": ["AWST", "AWST"],
  },
  ...{ "Asia/Singapore": ["SGT", "SGT"], "Asia/Hong_Kong": ["HKT", "HKT"], "Asia/Shanghai": ["CST", "CST"] },
  ...{ "Asia/Karachi": ["PKT", "PKT"], "Asia/Dubai": ["GST", "GST"], "Africa/Johannesburg": ["SAST", "SAST"] },
};

/** Name of a zone at an instant, as the pattern letter `z` shows it (spec/deluge.md §9.4). */
export function zoneLabel(zone: Zone, ms: number, length: "short" | "long"): string {
  if (zone.fixed !== null) return zone.fixed === 0 ? "GMT" : `GMT${offsetText(zone.fixed, ":")}`;
  const pair = length === "short" ? shortLabels[zone.name] : undefined;
  if (pair) return pair[isSummer(zone, ms) ? 1 : 0];
  const name = IANAZone.create(zone.name).offsetName(ms, { format: length, locale: "en-US" });
  return name ?? `GMT${offsetText(zone.offsetAt(ms), ":")}`;
}

/** Later than the year's smallest offset. */
function isSummer(zone: Zone, ms: number): boolean {
  const year = new Date(ms).getUTCFullYear();
  return zone.offsetAt(ms) > Math.min(zone.offsetAt(Date.UTC(year, 0, 1)), zone.offsetAt(Date.UTC(year, 6, 1)));
}
