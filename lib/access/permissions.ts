import { z } from "zod";
import type { Actor } from "@/lib/core/actor";

/** The closed list of what a role may allow. */
export const permissions = {
  "tickets.read": "See tickets",
  "tickets.write": "Create and change tickets",
  "webhooks.fire": "Fire webhooks from tickets",
  "webhooks.read": "See webhooks",
  "webhooks.write": "Build and change webhooks",
  "connections.write": "Manage shared connections",
  "rules.read": "See trigger rules",
  "rules.write": "Build and change trigger rules",
  "webMethods.read": "See web methods and their calls",
  "webMethods.write": "Build and change web methods and their keys",
  "functions.read": "See callback functions and their runs",
  "functions.write": "Build, run and publish callback functions",
  "deliveries.read": "See deliveries with their requests and replies",
  "deliveries.write": "Redeliver and cancel deliveries",
  "inspector.use": "Use the request inspector",
  "desk.write": "Change custom forms, ticket types, statuses and lists",
  "people.read": "See people",
  "people.write": "Change people",
  "access.write": "Manage roles, accounts, sessions and API keys",
  "audit.read": "See the audit log",
} as const;
export type Permission = keyof typeof permissions;
export const permission = z.enum(Object.keys(permissions) as [Permission, ...Permission[]]);
export const allPermissions = Object.keys(permissions) as Permission[];

export const technicianPermissions: Permission[] = ["tickets.read", "tickets.write", "webhooks.fire", "people.read"];

/** An actor and what their role lets them do. */
export type Principal = Actor & { roleId: string; roleName: string; permissions: readonly Permission[] };

export const may = (principal: Principal, needed: Permission): boolean => principal.permissions.includes(needed);
