import {
  ArrowDownToLine,
  Bell,
  Cable,
  Inbox,
  KeyRound,
  LayoutGrid,
  type LucideIcon,
  Mails,
  ScanSearch,
  ScrollText,
  Send,
  Settings,
  ShieldCheck,
  SquareFunction,
  SquarePen,
  UsersRound,
  Webhook,
  Zap,
} from "lucide-react";
import type { Permission } from "@/lib/access/permissions";

export type NavigationEntry = { label: string; href: string; icon: LucideIcon; permission: Permission };
export type NavigationGroup = { label: string | null; entries: readonly NavigationEntry[] };

/** The table of contents of the console; sidebar, breadcrumbs and palette all read it. */
export const navigation: readonly NavigationGroup[] = [
  {
    label: null,
    entries: [{ label: "Tickets", href: "/tickets", icon: Inbox, permission: "tickets.read" }],
  },
  {
    label: "Integration",
    entries: [
      { label: "Overview", href: "/admin/integration", icon: LayoutGrid, permission: "webhooks.read" },
      { label: "Webhooks", href: "/admin/integration/webhooks", icon: Webhook, permission: "webhooks.read" },
      {
        label: "Web Methods",
        href: "/admin/integration/web-methods",
        icon: ArrowDownToLine,
        permission: "webMethods.read",
      },
      {
        label: "Callback Custom Functions",
        href: "/admin/integration/functions",
        icon: SquareFunction,
        permission: "functions.read",
      },
      { label: "Connections", href: "/admin/integration/connections", icon: Cable, permission: "webhooks.read" },
      { label: "Deliveries", href: "/admin/integration/deliveries", icon: Send, permission: "deliveries.read" },
      {
        label: "Request Inspector",
        href: "/admin/integration/inspector",
        icon: ScanSearch,
        permission: "inspector.use",
      },
      { label: "Notices", href: "/admin/integration/notices", icon: Bell, permission: "deliveries.read" },
      { label: "Mail outbox", href: "/admin/integration/outbox", icon: Mails, permission: "deliveries.read" },
    ],
  },
  {
    label: "Automation",
    entries: [{ label: "Triggers", href: "/admin/automation/triggers", icon: Zap, permission: "rules.read" }],
  },
  {
    label: "Administration",
    entries: [
      { label: "Custom forms", href: "/admin/custom-forms", icon: SquarePen, permission: "desk.write" },
      { label: "People", href: "/admin/people", icon: UsersRound, permission: "people.read" },
      { label: "Roles", href: "/admin/roles", icon: ShieldCheck, permission: "access.write" },
      { label: "API keys", href: "/admin/api-keys", icon: KeyRound, permission: "access.write" },
      { label: "Settings", href: "/admin/settings", icon: Settings, permission: "desk.write" },
      { label: "Audit", href: "/admin/audit", icon: ScrollText, permission: "audit.read" },
    ],
  },
];

/** The groups a person may open, empty ones left out. */
export const navigationFor = (permissions: readonly Permission[]): NavigationGroup[] =>
  navigation
    .map((group) => ({ ...group, entries: group.entries.filter((entry) => permissions.includes(entry.permission)) }))
    .filter((group) => group.entries.length > 0);

/** The entry a path belongs to: the longest `href` it starts with. */
export function entryOf(pathname: string): { group: NavigationGroup; entry: NavigationEntry } | undefined {
  return navigation
    .flatMap((group) => group.entries.map((entry) => ({ group, entry })))
    .filter(({ entry }) => pathname === entry.href || pathname.startsWith(`${entry.href}/`))
    .sort((a, b) => b.entry.href.length - a.entry.href.length)[0];
}
