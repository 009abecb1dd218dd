import { z } from "zod";
import { plainText } from "@/lib/core/text";
import { authInput, type ShownAuth } from "@/lib/wire/auth/input";
import type { Auth } from "@/lib/wire/auth/kinds";

/** Stored credentials that webhooks share. Blank secrets keep the stored ones. */
export const connectionInput = z.object({
  name: plainText.trim().min(1, "Enter a name").max(200),
  description: plainText.max(2000).default(""),
  auth: authInput.refine(({ type }) => type !== "none", "Choose how to prove who we are"),
  /** Hosts these credentials may be sent to, such as api.partner.example or *.partner.example; empty: any. */
  hosts: z
    .array(
      z
        .string()
        .trim()
        .toLowerCase()
        .regex(
          /^(\*\.)?[a-z0-9.-]+(:\d{1,5})?$|^\[[0-9a-f:.]+\](:\d{1,5})?$/,
          "Enter a host such as api.partner.example",
        ),
    )
    .max(50)
    .default([]),
});
export type ConnectionInput = z.output<typeof connectionInput>;

export type Connection = {
  id: string;
  name: string;
  description: string;
  auth: ShownAuth;
  hosts: string[];
  /** Webhooks that use it. */
  usedBy: { id: string; name: string }[];
  createdAt: Date;
  updatedAt: Date;
};

export type OpenConnection = { auth: Auth; hosts: readonly string[] };
