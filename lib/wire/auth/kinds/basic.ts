import { z } from "zod";
import { mask } from "@/lib/core/secrets";
import { defineAuthKind, passwordField, requiredText, usernameField } from "./auth-kind";

export const basic = defineAuthKind({
  type: "basic",
  label: "Basic",
  schema: z.object({
    type: z.literal("basic"),
    username: requiredText("a username", 500).refine(
      (name) => !name.includes(":"),
      "A username for Basic authentication cannot contain a colon.",
    ),
    password: requiredText("a password", 1000),
  }),
  fields: [usernameField, passwordField],
  secrets: ["password"],
  shown: () => ({ authorization: `Basic ${mask}` }),
});
