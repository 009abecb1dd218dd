import { z } from "zod";

/** Where a captured request is sent again. */
export const replayInput = z.object({
  url: z
    .string()
    .trim()
    .max(2000, "At most 2,000 characters")
    .refine(
      (text) => /^https?:\/\//i.test(text) && URL.canParse(text),
      "Enter a URL that begins with http:// or https://",
    ),
  withCredentials: z.boolean(),
});
