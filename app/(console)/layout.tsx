import type { ReactNode } from "react";
import { requirePage } from "@/app/_server/session";
import { Shell } from "@/components/shell/shell";
import { searchConsole, signOut } from "./actions";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const { principal, email } = await requirePage("signed-in");
  const { name, roleName, permissions } = principal;
  return (
    <Shell
      actor={{ name, email, roleName, isAdministrator: permissions.includes("access.write") }}
      permissions={permissions}
      signOut={signOut}
      search={searchConsole}
    >
      {children}
    </Shell>
  );
}
