import { z } from "zod";
import { mask } from "@/lib/core/secrets";
import { defineAuthKind, headerText } from "./auth-kind";

export const bearer = defineAuthKind({
  type: "bearer",
  label: "Bearer token",
  schema: z.object({
    type: z.literal("bearer"),
    token: headerText("a token", 8000).refine((token) => !/\s/.test(token), "A token cannot contain spaces."),
  }),
  fields: [
    {
      name: "token",
      label: "Token",
      kind: "secret",
      isRequired: true,
      hint: "Without the word Bearer; it is added.",
    },
  ],
  secrets: ["token"],
  shown: () => ({ authorization: `Bearer ${mask}` }),
});
