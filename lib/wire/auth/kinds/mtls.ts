import { z } from "zod";
import { defineAuthKind, optionalText, requiredText } from "./auth-kind";

/** Whether the text has a PEM block of such a label whose content is base64; whether it fits is for TLS to say. */
function hasPemBlock(text: string, label: string): boolean {
  const block = new RegExp(`-----BEGIN (${label})-----\\r?\\n([^]+?)-----END \\1-----`).exec(text)?.[2];
  if (block === undefined) return false;
  // Old-style encrypted keys have headers before an empty line.
  const content = block.replace(/^(?:[\w-]+: .*\r?\n)+\r?\n/, "").replaceAll(/\s/g, "");
  return content.length > 0 && content.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(content);
}

export const mtls = defineAuthKind({
  type: "mtls",
  label: "Client certificate (mutual TLS)",
  schema: z.object({
    type: z.literal("mtls"),
    certificate: requiredText("the certificate", 64_000).refine(
      (text) => hasPemBlock(text, "CERTIFICATE"),
      "Paste the certificate in PEM form, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.",
    ),
    privateKey: requiredText("the private key", 64_000).refine(
      (text) => hasPemBlock(text, "(?:[A-Z]+ )*PRIVATE KEY"),
      "Paste the private key in PEM form, from -----BEGIN … PRIVATE KEY----- to -----END … PRIVATE KEY-----.",
    ),
    passphrase: optionalText(1000),
  }),
  fields: [
    {
      name: "certificate",
      label: "Certificate",
      kind: "multiline",
      isRequired: true,
      hint: "PEM text, followed by its intermediate certificates if there are any.",
    },
    { name: "privateKey", label: "Private key", kind: "multilineSecret", isRequired: true, hint: "PEM text." },
    {
      name: "passphrase",
      label: "Passphrase",
      kind: "secret",
      isRequired: false,
      hint: "Only for an encrypted private key.",
    },
  ],
  secrets: ["privateKey", "passphrase"],
});
