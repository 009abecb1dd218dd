import { z } from "zod";
import { mask } from "@/lib/core/secrets";
import { defineAuthKind, requiredText } from "./auth-kind";

/** The key bytes of `whsec_` + base64 (the prefix may be missing); undefined for any other text. */
export function signingKey(secret: string): Uint8Array | undefined {
  const text = secret.replace(/^whsec_/, "");
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return undefined;
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}

const isSigningSecret = (secret: string) => {
  const { length } = signingKey(secret) ?? [];
  return length >= 24 && length <= 64;
};
const shape = "must be whsec_ followed by 24 to 64 bytes in base64.";

export const hmac = defineAuthKind({
  type: "hmac",
  label: "Signed (Standard Webhooks)",
  schema: z.object({
    type: z.literal("hmac"),
    secret: requiredText("the signing secret", 200).refine(isSigningSecret, `The signing secret ${shape}`),
    previousSecret: z
      .string()
      .refine((secret) => secret === "" || isSigningSecret(secret), `The previous secret ${shape}`)
      .optional(),
    previousUntil: z
      .string()
      .refine(
        (text) => text === "" || z.iso.datetime({ offset: true }).safeParse(text).success,
        "Enter a date and time.",
      )
      .optional(),
  }),
  fields: [
    {
      name: "secret",
      label: "Signing secret",
      kind: "secret",
      isRequired: true,
      hint: "Replacing it keeps the old one in use for 24 hours: requests then carry both signatures.",
    },
    { name: "previousSecret", label: "Previous secret", kind: "secret", isRequired: false },
    { name: "previousUntil", label: "Previous secret is used until", kind: "datetime", isRequired: false },
  ],
  secrets: ["secret", "previousSecret"],
  shown: () => ({
    "webhook-id": "(delivery id)",
    "webhook-timestamp": "(when sent)",
    "webhook-signature": mask,
  }),
});
