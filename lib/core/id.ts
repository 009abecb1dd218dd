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
  | "wrk";

/** A sortable id such as `whk_0193a1…`: the prefix names the kind, the rest orders by creation time. */
export const newId = (prefix: IdPrefix): string => `${prefix}_${uuidv7().replaceAll("-", "")}`;
