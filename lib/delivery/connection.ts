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

/** Whether credentials limited to `hosts` may go to a URL; a pattern without a port fits any port. */
export function maySendTo(hosts: readonly string[], url: string): boolean {
  if (hosts.length === 0) return true;
  if (!URL.canParse(url)) return false;
  const { hostname, port, protocol } = new URL(url);
  const host = `${hostname}:${port || (protocol === "https:" ? 443 : 80)}`;
  return hosts.some((pattern) => {
    const actual = /:\d+$/.test(pattern) ? host : hostname;
    return pattern.startsWith("*.") ? actual.endsWith(pattern.slice(1)) : actual === pattern;
  });
}

export type OpenConnection = { auth: Auth; hosts: readonly string[] };
