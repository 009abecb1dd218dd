import { z } from "zod";
import { mask } from "@/lib/core/secrets";
import { defineAuthKind, optionalText, requiredText } from "./auth-kind";

const isWebUrl = (text: string) => /^https?:\/\/[^/]/i.test(text) && URL.canParse(text);

const clientAuthentications = [
  { value: "basic", label: "In the Authorization header" },
  { value: "body", label: "In the request body" },
];

export const oauth2 = defineAuthKind({
  type: "oauth2",
  label: "OAuth 2.0 client credentials",
  schema: z.object({
    type: z.literal("oauth2"),
    tokenUrl: requiredText("the token URL", 2000)
      .refine(isWebUrl, "The token URL must begin with http:// or https:// and name a host.")
      .refine((url) => !url.includes("#"), "The token URL cannot have a part behind #."),
    clientId: requiredText("the client ID", 500),
    clientSecret: requiredText("the client secret", 4000),
    scope: optionalText(2000),
    audience: optionalText(2000),
    clientAuthentication: z.enum(["basic", "body"], "Choose how the client proves itself to the token URL."),
  }),
  fields: [
    { name: "tokenUrl", label: "Token URL", kind: "url", isRequired: true },
    { name: "clientId", label: "Client ID", kind: "text", isRequired: true },
    { name: "clientSecret", label: "Client secret", kind: "secret", isRequired: true },
    { name: "scope", label: "Scope", kind: "text", isRequired: false, hint: "Several are separated by blanks." },
    { name: "audience", label: "Audience", kind: "text", isRequired: false },
    {
      name: "clientAuthentication",
      label: "Send client ID and secret",
      kind: "choice",
      isRequired: true,
      choices: clientAuthentications,
    },
  ],
  secrets: ["clientSecret"],
  shown: () => ({ authorization: `Bearer ${mask}` }),
  destinations: ({ tokenUrl }) => [tokenUrl],
});
