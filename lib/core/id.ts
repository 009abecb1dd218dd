import { uuidv7 } from "uuidv7";

/** Prefixes of our own objects. Desk records (tickets, people, forms …) have integer ids instead. */
export type IdPrefix =
  | "whk"
  | "dlv"
  | "att"
  | "evt"
  | "con"
  | "rol"
  | "key"
  | "ses"
  | "aud"
  | "bin"
  | "req"
  | "trg"
  | "wme"
  | "wmc"
  | "out"
  | "ntc"
  | "mai"
  | "job"
  | "viw"
  | "wrk"
  | "fun"
  | "fte"
  | "run"
  | "fca";

/** A sortable id such as `whk_0193a1…`: the prefix names the kind, the rest orders by creation time. */
export const newId = (prefix: IdPrefix): string => `${prefix}_${uuidv7().replaceAll("-", "")}`;

/** When an id made by `newId` was made; undefined for any other text. */
export function madeAt(id: string): Date | undefined {
  const [, time] = /^[a-z]{3}_([0-9a-f]{12})7[0-9a-f]{19}$/.exec(id) ?? [];
  return time === undefined ? undefined : new Date(Number.parseInt(time, 16));
}
