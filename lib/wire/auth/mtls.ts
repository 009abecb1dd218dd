import { TransportError } from "@/lib/core/transport";
import type { AuthType } from "./auth-type";
import type { AuthOf } from "./kinds";

/** The key without its PEM frame, as a program that prints it in one line would show it. */
const bareKey = (pem: string) => pem.replaceAll(/-----[^-]+-----|\s/g, "");

export const mtls: AuthType<AuthOf<"mtls">> = {
  secretValues: ({ privateKey, passphrase = "" }) => [privateKey, bareKey(privateKey), passphrase],
  wrap:
    (transport, { certificate, privateKey, passphrase }) =>
    async (request) => {
      if (!/^\s*https:/i.test(request.url))
        throw new TransportError("credentials", "A client certificate can only be shown to an https:// URL.");
      const clientCertificate = { certificate, privateKey, passphrase: passphrase || undefined };
      return transport({ ...request, clientCertificate });
    },
};
