import { z } from "zod";
import { mask } from "@/lib/core/secrets";
import { defineAuthKind, passwordField, requiredText, usernameField } from "./auth-kind";

export const digest = defineAuthKind({
  type: "digest",
  label: "HTTP Digest",
  schema: z.object({
    type: z.literal("digest"),
    username: requiredText("a username", 500).refine(
      (name) => !name.includes(":") && !/\p{Cc}/u.test(name),
      "A username for Digest authentication cannot contain a colon or a control character.",
    ),
    password: requiredText("a password", 1000),
  }),
  fields: [usernameField, passwordField],
  secrets: ["password"],
  shown: () => ({ authorization: `Digest ${mask}` }),
});
