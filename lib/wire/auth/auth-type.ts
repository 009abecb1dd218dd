import type { z } from "zod";
import type { OutgoingRequest, Transport } from "@/lib/core/transport";

/**
 * One way of proving who we are to an endpoint.
 * It wraps the exchange instead of setting a header, because NTLM and OAuth need more than one round trip.
 */
export type AuthType<Type extends string, Schema extends z.ZodObject> = {
  type: Type;
  label: string;
  schema: Schema;
  /** Keys stored encrypted and never sent back to the browser. */
  secrets: (keyof z.infer<Schema> & string)[];
  /** Texts that give the credentials away wherever they appear, longest first; masked in logs. */
  secretValues(config: z.infer<Schema>): string[];
  wrap(transport: Transport, config: z.infer<Schema>): Transport;
};

export const defineAuthType = <Type extends string, Schema extends z.ZodObject>(definition: AuthType<Type, Schema>) =>
  definition;

export const withHeader =
  (transport: Transport, name: string, value: string): Transport =>
  (request: OutgoingRequest) =>
    transport({ ...request, headers: { ...request.headers, [name]: value } });
