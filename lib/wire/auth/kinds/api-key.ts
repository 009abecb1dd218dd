import { z } from "zod";
import { isForbiddenHeader, isHeaderName } from "@/lib/core/http-names";
import { mask } from "@/lib/core/secrets";
import { defineAuthKind, headerText, requiredText } from "./auth-kind";

export const apiKey = defineAuthKind({
  type: "apiKey",
  label: "API key header",
  schema: z.object({
    type: z.literal("apiKey"),
    header: requiredText("the header's name", 100)
      .refine(isHeaderName, "A header name has only letters, digits and hyphens.")
      .refine((name) => !isForbiddenHeader(name), "This header is set by Hookdesk and cannot be given."),
    value: headerText("the key", 8000).refine((value) => value === value.trim(), "Remove the blanks around the key."),
  }),
  fields: [
    { name: "header", label: "Header", kind: "text", isRequired: true, hint: "Such as X-API-Key." },
    { name: "value", label: "Key", kind: "secret", isRequired: true },
  ],
  secrets: ["value"],
  // Also shown while the name is being typed.
  shown: ({ header }) => (isHeaderName(header) ? { [header.toLowerCase()]: mask } : {}),
});
