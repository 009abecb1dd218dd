import fc from "fast-check";
import { DateTime } from "luxon";
import { describe, expect, test } from "vitest";
import { DateValue } from "../values/value";
import { addUnits } from "./add";
import { daysBetween, hoursBetween, monthsBetween, timeBetween } from "./between";
import { addWorkingDays, addWorkingTime, countWorkingDays, usualHours, usualWeekend, workingDays } from "./business";
import { civilFromDays, DAY, dayOfYear, daysFromCivil, HOUR, MINUTE, weekdayOf, weekOfYear } from "./civil";
import { dateText, formatDate } from "./format-date";
import { isDateText, parseDateText, parseTimeText } from "./parse-date";
import { parseDate } from "./parse-pattern";
import { findZone, offsetAt, zoneNamed } from "./zone";

const zones = [
  ...["UTC", "Asia/Kolkata", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns"],
  ...["Pacific/Apia", "Africa/Casablanca", "Asia/Kathmandu", "America/Sao_Paulo", "Europe/Dublin", "Asia/Gaza"],
];
const anyZone = fc.constantFrom(...zones);
/** 1850 to 2300, whole milliseconds. */
const instant = fc.integer({ min: Date.UTC(1850, 0, 1), max: Date.UTC(2300, 0, 1) });
/** 1970 to 2100: the years scripts live in. */
const recent = fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) });
const at = (text: string, zone = "UTC") => parseDateText(text, zone) ?? expect.unreachable(`no date: ${text}`);
const shown = (date: DateValue) => dateText(date, "UTC");

describe("calendar", () => {
  test("days and dates are each other's inverse, over all years there are", () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000_000, max: 100_000_000 }), (days) => {
        const { year, month, day } = civilFromDays(days);
        const date = new Date(days * DAY);
        expect([year, month, day]).toEqual([date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]);
        expect(daysFromCivil(year, month, day)).toBe(days);
        expect(weekdayOf(days)).toBe(date.getUTCDay());
      }),
      { numRuns: 3_000 },
    );
  });

  test("day of the year as luxon has it", () => {
    fc.assert(
      fc.property(instant, (ms) => {
        const days = Math.floor(ms / DAY);
        expect(dayOfYear(civilFromDays(days))).toBe(DateTime.fromMillis(ms, { zone: "UTC" }).ordinal);
      }),
    );
  });

  test("week of the year as luxon has it for the United States", () => {
    fc.assert(
      fc.property(recent, (ms) => {
        const date = DateTime.fromMillis(ms, { zone: "UTC", locale: "en-US" });
        expect(weekOfYear(Math.floor(ms / DAY))).toBe(date.localWeekNumber);
      }),
    );
  });

  test("week of the year: Java's, Sunday first, 1 January in week 1", () => {
    const week = (text: string, first = 0) => weekOfYear(Math.floor(at(text).ms / DAY), first);
    expect(week("07-Feb-2021")).toBe(7);
    expect(week("07-Feb-2021", 1)).toBe(6);
    expect(week("01-Nov-2024")).toBe(44);
    expect([week("31-Dec-2020"), week("26-Dec-2020"), week("01-Jan-2021"), week("03-Jan-2021")]).toEqual([1, 52, 1, 2]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 80_000 }), fc.integer({ min: 0, max: 6 }), (days, first) => {
        const next = weekOfYear(days + 1, first);
        const isNewWeek = weekdayOf(days + 1) === first;
        expect(
          next === 1
            ? isNewWeek || weekOfYear(days, first) === 1
            : next === weekOfYear(days, first) + (isNewWeek ? 1 : 0),
        ).toBe(true);
      }),
    );
  });
});

describe("zones", () => {
  test("offsets are luxon's at any instant", () => {
    fc.assert(
      fc.property(instant, anyZone, (ms, zone) => {
        const expected = DateTime.fromMillis(ms, { zone }).offset * MINUTE;
        expect(offsetAt(ms, zone)).toBe(Math.round(expected));
      }),
      { numRuns: 3_000 },
    );
  });

  test("around every change of offset, to the millisecond", () => {
    for (const zone of zones) {
      let known = offsetAt(0, zone);
      for (let ms = 0; ms < Date.UTC(2040, 0, 1); ms += 10 * DAY) {
        const now = offsetAt(ms, zone);
        if (now === known) continue;
        known = now;
        const truth = (at: number) => Math.round(DateTime.fromMillis(at, { zone }).offset * MINUTE);
        let [low, high] = [ms - 10 * DAY, ms];
        while (high - low > 1) {
          const middle = Math.floor((low + high) / 2);
          if (truth(middle) === now) high = middle;
          else low = middle;
        }
        expect([offsetAt(high - 1, zone), offsetAt(high, zone)]).toEqual([truth(high - 1), now]);
      }
    }
  });

  test("an instant's time on the wall leads back to it, or to the earlier of two", () => {
    fc.assert(
      fc.property(recent, anyZone, (ms, name) => {
        const zone = zoneNamed(name);
        const wall = ms + zone.offsetAt(ms);
        const back = zone.instantOf(wall);
        expect(back + zone.offsetAt(back)).toBe(wall);
        expect(back).toBeLessThanOrEqual(ms);
        expect(ms - back).toBeLessThanOrEqual(DAY);
      }),
      { numRuns: 3_000 },
    );
  });

  test("names: IANA, fixed, Java's short ones; GMT for anything else", () => {
    const offset = (name: string) => offsetAt(Date.UTC(2026, 0, 15), name) / HOUR;
    expect(["IST", "GMT-04:00", "UTC+5", "gmt+5:30", "+0530", "America/Chicago", "PST", "Z"].map(offset)).toEqual([
      ...[5.5, -4, 5, 5.5, 5.5, -6, -8, 0],
    ]);
    expect(offset("Nowhere/Land")).toBe(0);
    expect(findZone("Nowhere/Land")).toBeNull();
    expect(findZone("GMT+99:99")).toBeNull();
  });

  test("a skipped hour moves on, a day that never was too", () => {
    expect(formatDate(at("2026-03-08 02:30:00", "America/New_York"), "HH:mm Z", "America/New_York")).toBe(
      "03:30 -0400",
    );
    expect(formatDate(at("2026-11-01 01:30:00", "America/New_York"), "HH:mm Z", "America/New_York")).toBe(
      "01:30 -0400",
    );
    expect(formatDate(at("2011-12-30 12:00:00", "Pacific/Apia"), "dd HH:mm", "Pacific/Apia")).toBe("31 12:00");
  });
});

describe("formatting", () => {
  const letters = "yyyy-MM-dd HH:mm:ss.SSS D EEEE MMMM hh a Z XXX";
  const inLuxon = "yyyy-MM-dd HH:mm:ss.SSS o EEEE MMMM hh a";

  test("as luxon does, at any instant", () => {
    fc.assert(
      fc.property(instant, anyZone, (ms, zone) => {
        const truth = DateTime.fromMillis(ms, { zone, locale: "en-US" });
        fc.pre(Number.isInteger(truth.offset));
        const offset = truth.toFormat("ZZZ");
        const iso = truth.offset === 0 ? "Z" : truth.toFormat("ZZ");
        expect(formatDate(new DateValue(ms, false), letters, zone)).toBe(`${truth.toFormat(inLuxon)} ${offset} ${iso}`);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ["yy", "26"],
    ["YYYY", "2026"],
    ["M MM MMM MMMM", "1 01 Jan January"],
    ["d D w W", "15 15 3 3"],
    ["E EEE EEEE", "Thu Thu Thursday"],
    ["H k K h", "16 16 4 4"],
    ["hh:mm a", "04:00 PM"],
    ["S SSS", "7 007"],
    ["z Z X XX XXX", "IST +0530 +05 +0530 +05:30"],
    ["zzzz", "India Standard Time"],
    ["yyyy-MM-dd'T'HH:mm:ss", "2026-01-15T16:00:09"],
    ["yyyy-MM-dd'__Hello__'HH:mm:ss", "2026-01-15__Hello__16:00:09"],
    ["''yy'' 'o''clock'", "'26' o'clock"],
    ["yyyy-MM-dd 10:00:00-05:00", "2026-01-15 10:00:00-05:00"],
    ["", ""],
  ])("%s", (pattern, text) => {
    const date = new DateValue(Date.UTC(2026, 0, 15, 10, 30, 9, 7), false);
    expect(formatDate(date, pattern, "Asia/Kolkata")).toBe(text);
  });

  test.each(["Q", "yyyy-MM-ddThh", "'open", "XXXX", "b", "G"])("%s is no pattern", (pattern) => {
    expect(formatDate(new DateValue(0, false), pattern, "UTC")).toBeNull();
  });

  test("noon, midnight and the years before and after all others", () => {
    const time = (hour: number) => formatDate(new DateValue(hour * HOUR, false), "H k K h a", "UTC");
    expect([time(0), time(12), time(23)]).toEqual(["0 24 0 12 AM", "12 12 0 12 PM", "23 23 11 11 PM"]);
    const year = (ms: number) => formatDate(new DateValue(ms, false), "yyyy yy", "UTC");
    expect(year(Date.UTC(-44, 2, 15))).toBe("-0044 56");
    expect(year(8.64e15)).toBe("275760 60");
    expect(dateText(new DateValue(-8.64e15, true), "Asia/Kolkata")).toBe("20-Apr--271821");
    expect(dateText(new DateValue(Number.MAX_SAFE_INTEGER, false), "America/New_York")).toMatch(/^\d\d-/);
  });

  test("a million a second, with a pattern and without", () => {
    const run = (pattern: string) => {
      const started = performance.now();
      for (let n = 0; n < 200_000; n++)
        formatDate(new DateValue(1.7e12 + n * 61_000, false), pattern, "America/New_York");
      return 200_000 / (performance.now() - started);
    };
    run("yyyy-MM-dd HH:mm:ss");
    // Per millisecond; loose, for a busy machine.
    expect(run("yyyy-MM-dd HH:mm:ss")).toBeGreaterThan(200);
  });
});

describe("reading", () => {
  test.each([
    ["01-Jan-2019", "01-Jan-2019"],
    ["1-Jan-1990", "01-Jan-1990"],
    ["1-jan-1990 20:50:36", "01-Jan-1990 20:50:36"],
    ["01-Jan-2019 06:05:04 PM", "01-Jan-2019 18:05:04"],
    ["01/02/2017", "01-Feb-2017"],
    ["2022-11-03", "03-Nov-2022"],
    ["2022-07-20 17:21:37-05:00", "20-Jul-2022 17:21:37"],
    ["2022-07-20T17:21:37Z", "20-Jul-2022 17:21:37"],
    ["2022-07-20T17:21:37.123+0530", "20-Jul-2022 17:21:37"],
    ["29-Feb-2024", "29-Feb-2024"],
    ["01-Jan-2019 24:10:10", "01-Jan-2019 00:00:00"],
    ["01-Jan-2019 10:70:10", "01-Jan-2019 10:00:00"],
    ["01-Jan-2019 10:10:70", "01-Jan-2019 10:10:00"],
  ])("%s", (text, expected) => {
    expect(shown(at(text))).toBe(expected);
  });

  test.each([
    ...["31-Feb-2019", "29-Feb-2019", "00-Jan-2019", "32-Jan-2019", "01-Foo-2019", "13/13/2017", "2022-13-01"],
    ...["01-Jan-19", "Lead", "", " ", ",", "yyyy-MM-dd", "19:00:00", "2022", "01-Jan-2019 100:00:00", "１-Jan-2019"],
    ...["2022-11-03x", "12-345-6789", "1-Jan-2019 10", `01-Jan-2019${" ".repeat(100)}`, "01-Jan-2019 13:00:00 PM"],
  ])("'%s' is no date", (text) => {
    expect(parseDateText(text, "UTC")).toBeNull();
    expect(isDateText(text)).toBe(false);
  });

  test("a T between date and time is read, but makes no literal a date", () => {
    expect(isDateText("2022-07-20 17:21:37")).toBe(true);
    expect(isDateText("2022-07-20T17:21:37")).toBe(false);
  });

  test("never throws, whatever the text", () => {
    const odd = fc.oneof(fc.string({ unit: "binary", maxLength: 60 }), fc.stringMatching(/^[0-9JanFeb :/T+.-]{0,40}$/));
    fc.assert(
      fc.property(odd, odd, anyZone, (text, pattern, zone) => {
        for (const found of [parseDateText(text, zone), parseDate(text, pattern, zone, 0)])
          if (found instanceof DateValue) expect(Math.abs(found.ms)).toBeLessThanOrEqual(8.64e15);
        parseTimeText(text);
        formatDate(new DateValue(0, false), pattern, zone);
      }),
      { numRuns: 5_000 },
    );
  });

  test("the default text reads back, date-only or not, to the second", () => {
    fc.assert(
      fc.property(instant, fc.boolean(), anyZone, (ms, isDateOnly, zone) => {
        const text = dateText(new DateValue(ms, isDateOnly), zone);
        const back = parseDateText(text, zone);
        expect(back && dateText(back, zone)).toBe(text);
        expect(back?.isDateOnly).toBe(isDateOnly);
      }),
    );
  });

  test.each([
    ["yyyy-MM-dd'T'HH:mm:ss.SSSXXX", 1],
    ["dd MMM yyyy hh:mm:ss.SSS a Z", 1],
    ["EEEE, d MMMM yyyy H:m:s X", 1_000],
    ["yyyyMMddHHmmssXX", 1_000],
    ["yyyy D kk:mm XXX", MINUTE],
    ["E yyyy w K a Z", HOUR],
  ])("%s reads what it writes", (pattern, precision) => {
    fc.assert(
      fc.property(recent, anyZone, (given, zone) => {
        const ms = Math.floor(given / precision) * precision;
        const offset = offsetAt(ms, zone);
        fc.pre(offset % HOUR === 0 || precision < HOUR);
        // `w` calls the last days of December week 1 of a year it doesn't name.
        fc.pre(!pattern.includes("w") || new Date(ms + offset).getUTCMonth() < 11);
        fc.pre(!/X(?!X)/.test(pattern.replace(/XX+/, "")) || offset % HOUR === 0);
        const text = formatDate(new DateValue(ms, false), pattern, zone) ?? "";
        const back = parseDate(text, pattern, "UTC", 0);
        expect(back instanceof DateValue && back.ms).toBe(ms);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ["19", "yyyy", "01-Jan-0019 00:00:00"],
    ["26", "yy", "01-Jan-2026 00:00:00"],
    ["46", "yy", "01-Jan-1946 00:00:00"],
    ["20/07/2022 17:21", "dd/MM/yyyy HH:mm", "20-Jul-2022 17:21:00"],
    ["2022-07-20T17:21:37-05:00", "yyyy-MM-dd'T'HH:mm:ss", "20-Jul-2022 17:21:37"],
    ["2022-07-20T17:21:37-05:00", "yyyy-MM-dd'T'HH:mm:ssXXX", "20-Jul-2022 22:21:37"],
    ["Jul 20 2022 12 am", "MMM d yyyy h a", "20-Jul-2022 00:00:00"],
    ["2022-07-20 10:00 Asia/Kolkata", "yyyy-MM-dd HH:mm z", "20-Jul-2022 04:30:00"],
  ])("%s by %s", (text, pattern, expected) => {
    const found = parseDate(text, pattern, "UTC", Date.UTC(2026, 0, 15));
    expect(found instanceof DateValue && shown(found)).toBe(expected);
  });

  test.each([
    ["31-02-2022", "dd-MM-yyyy"],
    ["2022-13-01", "yyyy-MM-dd"],
    ["25:00", "HH:mm"],
    ["13:00 PM", "hh:mm a"],
    ["2022/01/01", "yyyy-MM-dd"],
    ["366 2023", "D yyyy"],
    ["abc", "yyyy"],
    ["", "yyyy"],
  ])("'%s' does not fit %s", (text, pattern) => {
    expect(parseDate(text, pattern, "UTC", 0)).toBeNull();
  });

  test("a letter there is none of", () => expect(parseDate("1", "Q", "UTC", 0)).toBe("pattern"));
});

describe("arithmetic", () => {
  test("as luxon's, in any zone", () => {
    const units = fc.constantFrom("day", "week", "month", "year", "hour", "minute", "second");
    fc.assert(
      fc.property(recent, anyZone, units, fc.integer({ min: -500, max: 500 }), (ms, zone, unit, count) => {
        const truth = DateTime.fromMillis(ms, { zone }).plus({ [unit]: count });
        const found = addUnits(new DateValue(ms, false), count, unit, zone);
        // Of the two instants a clock shows twice, luxon keeps the offset it came from; ours is the earlier.
        const others = truth.getPossibleOffsets().map((other) => other.toMillis());
        expect(unit === "hour" || unit === "minute" || unit === "second" ? [truth.toMillis()] : others).toContain(
          found.ms,
        );
      }),
      { numRuns: 3_000 },
    );
  });

  test("summer time: a day is a day on the calendar, an hour is an hour that passed", () => {
    const zone = "America/New_York";
    const before = at("2026-03-07 12:00:00", zone);
    expect(dateText(addUnits(before, 1, "day", zone), zone)).toBe("08-Mar-2026 12:00:00");
    expect(dateText(addUnits(before, 24, "hour", zone), zone)).toBe("08-Mar-2026 13:00:00");
  });

  test("the month's end clamps; out of range is an error", () => {
    expect(shown(addUnits(at("31-Jan-2024"), 1, "month", "UTC"))).toBe("29-Feb-2024 00:00:00");
    expect(shown(addUnits(at("29-Feb-2024"), 1, "year", "UTC"))).toBe("28-Feb-2025 00:00:00");
    expect(shown(addUnits(at("31-Mar-2024"), -1, "month", "UTC"))).toBe("29-Feb-2024 00:00:00");
    expect(shown(addUnits(at("01-Jan-2024"), -2_100, "year", "UTC"))).toBe("01-Jan--0076 00:00:00");
    for (const [count, unit] of [
      [1e6, "year"],
      [1e300, "month"],
      [Number.POSITIVE_INFINITY, "day"],
      [1e15, "hour"],
    ] as const)
      expect(() => addUnits(at("01-Jan-2024"), count, unit, "UTC")).toThrow("out of range");
  });

  test("between: documented examples", () => {
    const days = (from: string, to: string) => daysBetween(at(from), at(to), "UTC");
    expect([days("01-Jan-2019", "31-Dec-2019"), days("02-Jan-2019", "01-Jan-2019")]).toEqual([364, -1]);
    expect(hoursBetween(at("18-Dec-2019 09:00:00"), at("19-Dec-2019 10:59:00"))).toBe(25);
    const months = (from: string, to: string) => monthsBetween(at(from), at(to), "UTC");
    expect([months("31-Dec-1989", "01-Jan-1990"), months("31-Dec-1989", "01-Feb-1990")]).toEqual([0, 1]);
    expect([months("01-Feb-1990", "31-Dec-1989"), months("01-Jan-2024", "01-Nov-2024")]).toEqual([-1, 10]);
    const time = (to: string) => timeBetween(at("06-Jan-2020 10:10:12"), at(to));
    expect([time("07-Jan-2020 11:20:14"), time("07-Jan-2020 11:20:12"), time("06-Jan-2020 12:10:12")]).toEqual([
      ...["25:10:2", "25:10", "2"],
    ]);
    expect(time("06-Jan-2020 10:10:11")).toBeNull();
  });

  test("days between is what adding days undoes", () => {
    fc.assert(
      fc.property(recent, anyZone, fc.integer({ min: -5_000, max: 5_000 }), (ms, zone, count) => {
        const from = new DateValue(ms - (ms % DAY) + 12 * HOUR, false);
        expect(Math.abs(daysBetween(from, addUnits(from, count, "day", zone), zone) - count)).toBeLessThanOrEqual(
          zone === "Pacific/Apia" ? 1 : 0,
        );
      }),
    );
  });
});

describe("working days", () => {
  const working = { weekend: usualWeekend, holidays: new Set<number>() };
  const day = (text: string) => Math.floor(at(text).ms / DAY);
  let spent = 0;
  const spend = (units: number) => {
    spent += units;
  };

  test("one after the other, counted, there and back", () => {
    fc.assert(
      fc.property(
        ...([fc.integer({ min: 0, max: 30_000 }), fc.integer({ min: 0, max: 200 })] as const),
        fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 6 }),
        fc.array(fc.integer({ min: 0, max: 30_500 }), { maxLength: 20 }),
        (from, count, weekend, holidays) => {
          const days = { weekend: new Set(weekend), holidays: new Set(holidays) };
          const to = addWorkingDays(from, count, days, spend);
          expect(countWorkingDays(from, to, days)).toBe(count);
          expect(workingDays(from + 1, to, days)).toHaveLength(count);
        },
      ),
    );
    expect(spent).toBeGreaterThan(0);
  });

  const moved = (text: string, minutes: number, hours = usualHours, holidays: string[] = []) => {
    const from = at(text);
    const start = { days: Math.floor(from.ms / DAY), time: ((from.ms % DAY) + DAY) % DAY };
    const to = addWorkingTime(
      start,
      minutes * MINUTE,
      { ...working, holidays: new Set(holidays.map(day)) },
      hours,
      spend,
    );
    return shown(new DateValue(to.days * DAY + to.time, false));
  };

  test("business hours run from morning to evening", () => {
    expect(moved("01-Nov-2024 09:00:00", 180)).toBe("01-Nov-2024 12:00:00");
    expect(moved("01-Aug-2022 16:59:00", 1)).toBe("01-Aug-2022 17:00:00");
    expect(moved("15-Mar-2019 16:00:00", 120)).toBe("18-Mar-2019 10:00:00");
    expect(moved("18-Mar-2019 10:00:00", -120)).toBe("15-Mar-2019 16:00:00");
    expect(moved("16-Mar-2019 12:00:00", 60)).toBe("18-Mar-2019 10:00:00");
    expect(moved("15-Mar-2019 08:00:00", 60)).toBe("15-Mar-2019 10:00:00");
    const holidays = ["02-Jan-2020", "03-Jan-2020"];
    expect(moved("01-Jan-2020 16:00:00", 120, { start: 10 * HOUR, end: 17 * HOUR }, holidays)).toBe(
      "06-Jan-2020 11:00:00",
    );
  });

  test("there and back again within opening hours", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 479 }), fc.integer({ min: 1, max: 5_000 }), (offset, minutes) => {
        const start = { days: 18_001, time: 9 * HOUR + offset * MINUTE };
        const there = addWorkingTime(start, minutes * MINUTE, working, usualHours, spend);
        expect(addWorkingTime(there, -minutes * MINUTE, working, usualHours, spend)).toEqual(start);
      }),
    );
  });
});
