import { ArrowLeft } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { Comparison } from "@/components/inspector/comparison";
import { shownRequest } from "@/components/inspector/shown-request";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/ui/empty-state";

export const metadata: Metadata = { title: "Compare requests" };

export default async function ComparePage({
  params,
  searchParams,
}: PageProps<"/admin/integration/inspector/[bin]/compare">) {
  await requirePage("inspector.use");
  const { stores } = runtime();
  const [{ bin: binId }, search] = await Promise.all([params, searchParams]);
  const bin = await stores.bins.get(binId);
  if (!bin) notFound();
  const find = (id: string | string[] | undefined) =>
    typeof id === "string" ? stores.bins.request(bin.id, id) : undefined;
  const [a, b] = await Promise.all([find(search.a), find(search.b)]);
  return (
    <>
      <Link
        href={`/admin/integration/inspector/${bin.id}`}
        className="mb-3 inline-flex items-center gap-1 rounded-sm text-accent-text hover:underline"
      >
        <ArrowLeft aria-hidden className="size-4" />
        {bin.name}
      </Link>
      <PageHeader title="Compare requests" purpose="What changed from one request to the other." />
      {a && b ? (
        <Comparison before={shownRequest(a)} after={shownRequest(b)} />
      ) : (
        <EmptyState title="One of these requests is gone">
          The bin was cleared, or newer requests took its place. Go back and pick two others.
        </EmptyState>
      )}
    </>
  );
}
