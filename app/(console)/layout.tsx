import type { ReactNode } from "react";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { Shell } from "@/components/shell/shell";
import { may } from "@/lib/access/permissions";
import { searchConsole, signOut } from "./actions";
import { markNoticesSeen } from "./admin/integration/notices/actions";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const { principal, email } = await requirePage("signed-in");
  const { name, roleName, permissions, personId } = principal;
  const notices = may(principal, "deliveries.read")
    ? { unseen: await runtime().stores.notices.unseenCount(personId ?? 0), markSeen: markNoticesSeen }
    : undefined;
  return (
    <Shell
      actor={{ name, email, roleName, isAdministrator: permissions.includes("access.write") }}
      permissions={permissions}
      signOut={signOut}
      search={searchConsole}
      notices={notices}
    >
      {children}
    </Shell>
  );
}
