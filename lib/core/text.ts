import { z } from "zod";

/** Text from outside. NUL is refused: Postgres can't store it, and nobody means it. */
export const plainText = z.string().refine((value) => !value.includes("\0"), "Leave out the NUL character (U+0000)");
