import { IANAZone } from "luxon";
import { DAY, farthest, HOUR, MINUTE } from "./civil";

// Asking the platform for an offset is slow, so each zone remembers it by blocks of about six days: no zone has ever left
// an offset and come back within one.
const block = 2 ** 29;
/** Of all zones together: 300 years, and no more than a few megabytes. */
const blocksKept = 20_000;
let blocks = 0;
/** Before the first time zones every offset is the place's own mean time. */
const firstZones = Date.UTC(1800, 0, 1);

type Interval = { from: number; to: number; offset: number };

/** A time zone that answers in milliseconds and remembers what it was asked. */
export class Zone {
  #from: number;
  #to: number;
  #offset: number;
  readonly #blocks = new Map<number, Interval | readonly [Interval, Interval]>();

  /** `fixed`: milliseconds east of Greenwich, for zones that never change. */
  constructor(
    readonly name: string,
    readonly fixed: number | null,
  ) {
    this.#from = fixed === null ? 0 : Number.NEGATIVE_INFINITY;
    this.#to = fixed === null ? 0 : Number.POSITIVE_INFINITY;
    this.#offset = fixed ?? 0;
  }

  /** Milliseconds to add to an instant for the time on the wall. */
  offsetAt(ms: number): number {
    return ms >= this.#from && ms < this.#to ? this.#offset : this.#look(ms);
  }

  /** The instant of a time on the wall: of two the earlier one; a time that was skipped moves on by what was skipped. */
  instantOf(wall: number): number {
    const before = this.offsetAt(wall - DAY);
    if (this.offsetAt(wall - before) === before) return wall - before;
    const after = this.offsetAt(wall + DAY);
    return this.offsetAt(wall - after) === after ? wall - after : wall - before;
  }

  #look(given: number): number {
    const ms = Math.max(Math.min(given, farthest), -farthest);
    const index = Math.floor(ms < firstZones ? firstZones / block - 1 : ms / block);
    let known = this.#blocks.get(index);
    if (known === undefined) {
      if (++blocks > blocksKept) forget();
      known = this.#measure(index * block, (index + 1) * block);
      this.#blocks.set(index, known);
    }
    const interval = "offset" in known ? known : ms < known[0].to ? known[0] : known[1];
    if (ms >= interval.from) {
      this.#from = interval.from;
      this.#to = interval.to;
      this.#offset = interval.offset;
    }
    return interval.offset;
  }

  #measure(from: number, to: number): Interval | readonly [Interval, Interval] {
    const zone = IANAZone.create(this.name);
    const offset = (at: number) => Math.round(zone.offset(at) * MINUTE);
    const [first, last] = [offset(from), offset(to - 1)];
    if (first === last) return { from, to, offset: first };
    let [low, high] = [from, to - 1];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (offset(middle) === first) low = middle;
      else high = middle;
    }
    return [
      { from, to: high, offset: first },
      { from: high, to, offset: last },
    ];
  }
}

// Java's three-letter names, which scripts use; the platform lacks them or means a zone without summer time.
const shortNames: Record<string, string> = {
  ...{ IST: "Asia/Kolkata", PST: "America/Los_Angeles", CST: "America/Chicago", AST: "America/Anchorage" },
  ...{ JST: "Asia/Tokyo", CTT: "Asia/Shanghai", AET: "Australia/Sydney", ACT: "Australia/Darwin" },
  ...{ ECT: "Europe/Paris", ART: "Africa/Cairo", EAT: "Africa/Addis_Ababa", CAT: "Africa/Harare" },
  ...{ BET: "America/Sao_Paulo", AGT: "America/Argentina/Buenos_Aires", NST: "Pacific/Auckland" },
  ...{ BST: "Asia/Dhaka", NET: "Asia/Yerevan", PLT: "Asia/Karachi", VST: "Asia/Ho_Chi_Minh", CNT: "America/St_Johns" },
  ...{
    PNT: "America/Phoenix",
    PRT: "America/Puerto_Rico",
    IET: "America/Indiana/Indianapolis",
    SST: "Pacific/Guadalcanal",
  },
};

export const gmt = new Zone("GMT", 0);

const zones = new Map<string, Zone>();
let last = gmt;
let lastName = "GMT";

/** Zones are made anew when next asked for. */
function forget(): void {
  zones.clear();
  lastName = "GMT";
  last = gmt;
  blocks = 0;
}

/** A zone by IANA name, "GMT-04:00", "UTC+5" or Java's short names; GMT for what is none (spec/deluge.md §9.4). */
export function zoneNamed(name: string): Zone {
  if (name === lastName) return last;
  let zone = zones.get(name);
  if (!zone) {
    if (name.length > 64) return gmt;
    zone = findZone(name) ?? gmt;
    if (zones.size >= 1_000) forget();
    zones.set(name, zone);
  }
  lastName = name;
  last = zone;
  return zone;
}

/** Null for a name that is no zone. */
export function findZone(name: string): Zone | null {
  const trimmed = name.trim();
  const fixed = fixedOffset(trimmed);
  if (fixed !== null) return new Zone(trimmed.toUpperCase(), fixed);
  const full = shortNames[trimmed.toUpperCase()] ?? trimmed;
  return IANAZone.isValidZone(full) ? new Zone(full, null) : null;
}

/** Milliseconds of "UTC", "Z", "GMT+5:30", "+0530" or "-04:00"; null for anything else. */
export function fixedOffset(text: string): number | null {
  const match = /^(?:(utc|gmt|z)|(?:utc|gmt)?([+-])(\d{1,2})(?::?(\d{2}))?)$/i.exec(text);
  if (!match) return null;
  if (match[1]) return 0;
  const [hours, minutes] = [Number(match[3]), Number(match[4] ?? 0)];
  if (hours > 23 || minutes > 59) return null;
  return (match[2] === "-" ? -1 : 1) * (hours * HOUR + minutes * MINUTE);
}

/** Milliseconds east of Greenwich at this instant, summer time included. */
export const offsetAt = (ms: number, zone: string): number => zoneNamed(zone).offsetAt(ms);

/** The instant of a time on the wall, given as if it were UTC. */
export const instantOf = (wall: number, zone: string): number => zoneNamed(zone).instantOf(wall);
