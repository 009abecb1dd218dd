import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { PageHeader, Section } from "@/components/shell/page-header";
import { may } from "@/lib/access/permissions";
import { ConnectionForm } from "../connection-form";

export const metadata: Metadata = { title: "Connection" };

export default async function ConnectionPage({ params }: PageProps<"/admin/integration/connections/[id]">) {
  const { principal } = await requirePage("webhooks.read");
  const connection = await runtime().stores.connections.get((await params).id);
  if (!connection) notFound();
  const { name, description, usedBy } = connection;
  return (
    <>
      <PageHeader title={name} purpose={description} />
      <ConnectionForm key={connection.id} connection={connection} canWrite={may(principal, "connections.write")} />
      <Section title="Used by">
        {usedBy.length === 0 ? (
          <p className="text-muted">No webhook uses it yet.</p>
        ) : (
          <ul className="flex flex-col gap-1">
            {usedBy.map((webhook) => (
              <li key={webhook.id}>
                <Link href={`/admin/integration/webhooks/${webhook.id}`} className="link">
                  {webhook.name}
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </>
  );
}
