import { z } from "zod";
import { plainText } from "@/lib/core/text";
import { permission } from "./permissions";

export const roleInput = z.object({
  name: plainText.trim().min(1, "Enter a name").max(100),
  description: plainText.trim().max(500).default(""),
  permissions: z.array(permission),
});
export type RoleInput = z.output<typeof roleInput>;

/** Built-in roles can't be removed; the administrator role always holds every permission. */
export type Role = RoleInput & { id: string; builtIn: "administrator" | "technician" | null; createdAt: Date };

export const accountInput = z.object({
  roleId: z.string().min(1, "Choose a role"),
  /** Blank keeps the stored one. */
  password: z.string().max(200).default(""),
  isEnabled: z.boolean().default(true),
});
export type AccountInput = z.output<typeof accountInput>;

export const passwordRule = z.string().min(12, "Use at least 12 characters").max(200, "Use at most 200 characters");

/** A person's right to sign in. Never carries the password hash outside the store port. */
export type Account = {
  personId: number;
  email: string;
  name: string;
  roleId: string;
  isEnabled: boolean;
  createdAt: Date;
  passwordSetAt: Date;
  lastSignInAt: Date | null;
};

export type Session = {
  id: string;
  personId: number;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
  userAgent: string;
  address: string;
};

export const apiKeyInput = z.object({
  name: plainText.trim().min(1, "Enter a name").max(100),
  roleId: z.string().min(1, "Choose a role"),
});
export type ApiKeyInput = z.output<typeof apiKeyInput>;

/** The key itself is shown once at creation; `hint` is its last four characters. */
export type ApiKey = ApiKeyInput & {
  id: string;
  hint: string;
  createdAt: Date;
  createdBy: string;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
};
