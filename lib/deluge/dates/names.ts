const monthText = "January February March April May June July August September October November December";
const weekdayText = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday";

export const months: readonly string[] = monthText.split(" ");
export const weekdays: readonly string[] = weekdayText.split(" ");
export const shortMonths: readonly string[] = months.map((name) => name.slice(0, 3));
export const shortWeekdays: readonly string[] = weekdays.map((name) => name.slice(0, 3));

const numbered = (names: readonly string[]) =>
  new Map(names.flatMap((name, at) => [name, name.slice(0, 3)].map((key) => [key.toLowerCase(), at] as const)));

const monthNumbers = numbered(months);
const weekdayNumbers = numbered(weekdays);

/** 0 for "Jan" or "january"; undefined for what is no month. */
export const monthNamed = (name: string) => monthNumbers.get(name.toLowerCase());

/** 0 for "Sun" or "sunday"; undefined for what is no weekday. */
export const weekdayNamed = (name: string) => weekdayNumbers.get(name.trim().toLowerCase());
