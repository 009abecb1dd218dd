import { X509Certificate } from "node:crypto";
import { rootCertificates } from "node:tls";
import { AppError } from "@/lib/core/errors";

const pemBlock = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[^-]+-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g;

/** The certificates in the text of a PEM file. AppError("invalid") when there is none or one can't be read. */
export function parseAuthorities(text: string): string[] {
  const blocks = text.match(pemBlock) ?? [];
  if (blocks.length === 0) throw new AppError("invalid", "holds no certificate in PEM form");
  for (const [index, block] of blocks.entries()) {
    try {
      new X509Certificate(block);
    } catch {
      throw new AppError("invalid", `holds a damaged certificate (number ${index + 1} of ${blocks.length})`);
    }
  }
  return blocks;
}

/** The built-in authorities and those of a PEM file, as the transport's `ca`; undefined without a file. */
export const trustedWith = (text: string | undefined): string[] | undefined =>
  text === undefined ? undefined : [...rootCertificates, ...parseAuthorities(text)];
