import { z } from "zod";
import type { Transport } from "@/lib/core/transport";
import { basic } from "./basic";
import { none } from "./none";

export const authTypes = { none, basic };
export const authSchema = z.discriminatedUnion("type", [none.schema, basic.schema]);
export type Auth = z.infer<typeof authSchema>;

/** Compile-time proof that the registry and the union name the same types. */
authTypes satisfies Record<Auth["type"], { type: string }>;

/** The transport that proves who we are. `auth.type` picks the entry whose schema produced `auth`, so the cast holds. */
export const withAuth = (transport: Transport, auth: Auth): Transport =>
  authTypes[auth.type].wrap(transport, auth as never);

/** Texts to mask in whatever is logged or shown: the password and what goes over the wire in its place. Longest first. */
export const secretValuesOf = (auth: Auth): string[] => authTypes[auth.type].secretValues(auth as never);
