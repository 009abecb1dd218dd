/** Waits between attempts, as people write and read them. All numbers are whole seconds. */
const units = { d: 86_400, h: 3600, m: 60, s: 1 };
type Unit = keyof typeof units;

export const shortestDelay = 1;
export const longestDelay = 7 * units.d;
export const mostDelays = 20;

type ReadDelays = { delays: number[]; error?: undefined } | { delays?: undefined; error: string };

/** Reads `10s, 5m, 2h`, on one line or several; the error says what to change. */
export function readDelays(text: string): ReadDelays {
  const parts = text
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  if (parts.length === 0) return { error: "Enter at least one wait, such as 10s, 5m, 2h" };
  if (parts.length > mostDelays) return { error: `At most ${mostDelays} waits: these are ${parts.length}` };
  const delays: number[] = [];
  for (const part of parts) {
    const shown = `“${part.slice(0, 40)}”`;
    const [, amount, unit] = /^(\d{1,9})\s*(s|m|min|h|d)?$/i.exec(part) ?? [];
    if (amount === undefined) return { error: `${shown} is not a wait: write a whole number and s, m, h or d` };
    if (unit === undefined) return { error: `${shown} needs a unit: s, m, h or d` };
    const delay = Number(amount) * units[unit.charAt(0).toLowerCase() as Unit];
    if (delay < shortestDelay || delay > longestDelay) return { error: `${shown} is not between 1 second and 7 days` };
    delays.push(delay);
  }
  return { delays };
}

/** The same list as text that `readDelays` reads back. */
export const writeDelays = (delays: readonly number[]): string => delays.map(writeDelay).join(", ");

function writeDelay(seconds: number): string {
  const [unit, size] = Object.entries(units).find(([, length]) => seconds % length === 0) ?? ["s", 1];
  return `${seconds / size}${unit}`;
}

/** "10 s", "1 h 30 min", "3 d 4 h": at most two units, rounded to the smaller one. */
export function delayText(seconds: number): string {
  const steps = [
    { size: units.d, word: "d", smaller: units.h, smallerWord: "h" },
    { size: units.h, word: "h", smaller: units.m, smallerWord: "min" },
    { size: units.m, word: "min", smaller: units.s, smallerWord: "s" },
  ];
  for (const { size, word, smaller, smallerWord } of steps) {
    const rounded = Math.round(seconds / smaller) * smaller;
    if (rounded < size) continue;
    const rest = (rounded % size) / smaller;
    return `${Math.floor(rounded / size)} ${word}${rest > 0 ? ` ${rest} ${smallerWord}` : ""}`;
  }
  return `${Math.round(seconds)} s`;
}
