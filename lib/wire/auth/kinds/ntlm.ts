import { z } from "zod";
import { mask } from "@/lib/core/secrets";
import { defineAuthKind, optionalText, passwordField, requiredText, usernameField } from "./auth-kind";

export const ntlm = defineAuthKind({
  type: "ntlm",
  label: "NTLM",
  schema: z.object({
    type: z.literal("ntlm"),
    username: requiredText("a username", 500),
    password: requiredText("a password", 1000),
    domain: optionalText(255),
  }),
  fields: [
    usernameField,
    passwordField,
    {
      name: "domain",
      label: "Domain",
      kind: "text",
      isRequired: false,
      hint: "Leave blank for a local account, or when the username already says it (DOMAIN\\name or name@domain).",
    },
  ],
  secrets: ["password"],
  shown: () => ({ authorization: `NTLM ${mask}` }),
});
