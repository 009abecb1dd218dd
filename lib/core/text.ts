import { z } from "zod";

const unstorable = /[\0\ud800-\udfff]/;
/** Text any database stores, whatever came: Postgres refuses NUL and halves of surrogate pairs. */
export const storable = (text: string): string =>
  unstorable.test(text) ? text.replaceAll("\0", "\ufffd").toWellFormed() : text;

/** Text from outside. NUL and half an emoji are refused: Postgres can't store them, and nobody means them. */
export const plainText = z
  .string()
  .refine((value) => !value.includes("\0"), "Leave out the NUL character (U+0000)")
  .refine((value) => value.isWellFormed(), "Leave out the broken character (half of a surrogate pair)");
