import type { Metadata } from "next";
import { requirePage } from "@/app/_server/session";
import { PageHeader } from "@/components/shell/page-header";
import { ConnectionForm } from "../connection-form";

export const metadata: Metadata = { title: "New connection" };

export default async function NewConnectionPage() {
  await requirePage("connections.write");
  return (
    <>
      <PageHeader title="New connection" purpose="Credentials that several webhooks can share." />
      <ConnectionForm canWrite />
    </>
  );
}
