import { createHmac, randomUUID } from "node:crypto";
import type { AuthType } from "./auth-type";
import type { AuthOf } from "./kinds";
import { signingKey } from "./kinds/hmac";

const bare = (secret: string) => secret.replace(/^whsec_/, "");

/** Standard Webhooks 1.0: symmetric signatures, two of them while a replaced secret is still in use. */
export const hmac: AuthType<AuthOf<"hmac">> = {
  secretValues: ({ secret, previousSecret = "" }) => [secret, bare(secret), previousSecret, bare(previousSecret)],
  wrap: (transport, { secret, previousSecret, previousUntil }, { clock, learned }) => {
    // A caller that names no message gets the same name for each try through this transport.
    const unnamed = `msg_${randomUUID()}`;
    return (request) => {
      const now = clock.now();
      const isRotating = previousSecret && previousUntil && now < new Date(previousUntil);
      const id = request.id ?? unnamed;
      const timestamp = Math.floor(now.getTime() / 1000).toString();
      const signed = `${id}.${timestamp}.${request.body ?? ""}`;
      const signatures = [secret, ...(isRotating ? [previousSecret] : [])].map(
        (one) =>
          `v1,${createHmac("sha256", signingKey(one) ?? one)
            .update(signed, "utf8")
            .digest("base64")}`,
      );
      const signature = signatures.join(" ");
      learned(signature);
      const headers = { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature };
      const credentialHeaders = Object.keys(headers);
      return transport({ ...request, headers: { ...request.headers, ...headers }, credentialHeaders });
    };
  },
};
