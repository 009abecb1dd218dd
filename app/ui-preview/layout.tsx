import { Shell } from "@/components/shell/shell";
import { allPermissions } from "@/lib/access/permissions";

async function signOut() {
  "use server";
}
async function search(q: string) {
  "use server";
  return [
    { group: "Webhooks", label: `Order sync ${q}`, href: "/admin/integration/webhooks/whk_1" },
    { group: "Tickets", label: "IN164 Printer on fire", href: "/tickets/IN164" },
  ];
}
export default function L({ children }: { children: React.ReactNode }) {
  return (
    <Shell
      actor={{ name: "Ada Lovelace", email: "ada@example.com", roleName: "Administrator", isAdministrator: true }}
      permissions={allPermissions}
      signOut={signOut}
      search={search}
    >
      {children}
    </Shell>
  );
}
