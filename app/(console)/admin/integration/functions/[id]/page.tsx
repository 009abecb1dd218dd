import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { PageHeader } from "@/components/shell/page-header";
import { Status } from "@/components/ui/status";
import { may } from "@/lib/access/permissions";
import { functionUrl } from "@/lib/functions/incoming";
import { FunctionEditor } from "../_editor/function-editor";
import { loadWorld } from "../_editor/load-world";
import { RunsTab } from "../_history/runs-tab";
import { VersionsTab } from "../_history/versions-tab";

type Props = PageProps<"/admin/integration/functions/[id]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await requirePage("functions.read");
  const callable = await runtime().stores.functions.get((await params).id);
  return { title: callable?.name ?? "Function" };
}

export default async function FunctionPage({ params, searchParams }: Props) {
  const { principal } = await requirePage("functions.read");
  const { stores, config } = runtime();
  const callable = await stores.functions.get((await params).id);
  if (!callable) notFound();
  const { id, name, apiName, isPublished, version } = callable;
  const canWrite = may(principal, "functions.write");
  const [world, tests, token] = await Promise.all([
    loadWorld(),
    stores.functions.tests(id),
    canWrite ? stores.functions.token(id) : undefined,
  ]);
  const search = await searchParams;
  const portalId = String(config.portalId);
  return (
    <>
      <PageHeader
        title={name}
        purpose={callable.description || undefined}
        mark={<Status meaning={isPublished ? "success" : "faint"}>{isPublished ? "Published" : "Unpublished"}</Status>}
      />
      <FunctionEditor
        key={id}
        callable={callable}
        url={token === undefined ? undefined : functionUrl(config.publicUrl, { apiName, token, portalId })}
        tests={tests}
        world={world}
        canWrite={canWrite}
        runs={<RunsTab functionId={id} searchParams={search} canWrite={canWrite} />}
        versions={<VersionsTab functionId={id} currentVersion={version} searchParams={search} canWrite={canWrite} />}
      />
    </>
  );
}
