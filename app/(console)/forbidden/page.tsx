import type { Metadata } from "next";
import { requirePage } from "@/app/_server/session";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button";

export const metadata: Metadata = { title: "Not allowed" };

export default async function ForbiddenPage() {
  const { principal } = await requirePage("signed-in");
  return (
    <>
      <PageHeader
        title="Not allowed"
        purpose={`Your role, ${principal.roleName}, does not include this page. An administrator can change that under Roles.`}
      />
      <ButtonLink href="/tickets">Go to tickets</ButtonLink>
    </>
  );
}
