import { z } from "zod";

/** Text from outside. NUL and half an emoji are refused: Postgres can't store them, and nobody means them. */
export const plainText = z
  .string()
  .refine((value) => !value.includes("\0"), "Leave out the NUL character (U+0000)")
  .refine((value) => value.isWellFormed(), "Leave out the broken character (half of a surrogate pair)");
