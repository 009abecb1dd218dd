import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { PageHeader } from "@/components/shell/page-header";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import { may } from "@/lib/access/permissions";
import type { WebhookVersion } from "@/lib/delivery/store";
import { completeConfig } from "@/lib/delivery/webhook";
import { conditionFields } from "@/lib/rules/fields";
import { editorDesk } from "../../load-editor";
import { diffConfigs } from "./config-diff";
import { RestoreButton } from "./restore-button";
import { VersionDiff } from "./version-diff";
import { VersionPickers } from "./version-pickers";

export const metadata: Metadata = { title: "Version history" };

const pageSize = 25;
type Search = Record<string, string | string[] | undefined>;

/** A whole number from 1 to `most` out of the URL. */
function numberIn(search: Search, name: string, most: number): number | undefined {
  const value = Number(search[name]);
  return Number.isInteger(value) && value >= 1 && value <= most ? value : undefined;
}

export default async function WebhookVersionsPage(props: PageProps<"/admin/integration/webhooks/[id]/versions">) {
  const { principal } = await requirePage("webhooks.read");
  const { stores } = runtime();
  const [{ id }, search] = await Promise.all([props.params, props.searchParams]);
  const webhook = await stores.webhooks.get(id);
  if (!webhook) notFound();
  const { name, version: latest, ticketTypeId } = webhook;
  const to = numberIn(search, "to", latest) ?? latest;
  const from = numberIn(search, "from", latest) ?? Math.max(1, to - 1);
  const page = numberIn(search, "page", Number.MAX_SAFE_INTEGER) ?? 1;
  const [before, after, versions, desk, allForms] = await Promise.all([
    stores.webhooks.configAt(id, from),
    stores.webhooks.configAt(id, to),
    stores.webhooks.versions(id, { page, pageSize }),
    editorDesk(stores),
    stores.customForms.list(),
  ]);
  if (!before || !after) notFound();
  const forms = allForms.filter((form) => form.ticketTypeIds.includes(ticketTypeId));
  const fields = conditionFields({ forms, ...desk, withEvent: false });
  const diff = diffConfigs(completeConfig(before), completeConfig(after), { forms: allForms, fields, ...desk });
  const restorable = may(principal, "webhooks.write") ? [...new Set([from, to])].filter((one) => one !== latest) : [];
  return (
    <>
      <PageHeader
        title="Version history"
        purpose={`Every saved configuration of “${name}”. Deliveries remember the version they used.`}
        trail={[{ label: name, href: `/admin/integration/webhooks/${id}` }, { label: "Version history" }]}
      />
      <div className="grid min-w-0 grid-cols-1 gap-8 pane:grid-cols-[14rem_minmax(0,1fr)]">
        <VersionList versions={versions} page={page} latest={latest} to={to} />
        <section aria-label="Comparison" className="flex min-w-0 flex-col gap-6">
          {latest === 1 ? (
            <p className="border-y py-10 text-center text-muted">
              There is one version so far. Save a change, and the two can be compared and the older one restored.
            </p>
          ) : (
            <>
              <div className="flex flex-wrap items-center justify-between gap-3">
                <VersionPickers from={from} to={to} latest={latest} />
                <div className="flex flex-wrap gap-2">
                  {restorable.map((version) => (
                    <RestoreButton key={version} id={id} name={name} version={version} latest={latest} />
                  ))}
                </div>
              </div>
              <VersionDiff diff={diff} from={from} to={to} />
            </>
          )}
        </section>
      </div>
    </>
  );
}

type VersionListProps = {
  versions: { items: WebhookVersion[]; total: number };
  page: number;
  latest: number;
  /** The newer one of those compared. */
  to: number;
};

/** Newest first; each leads to what it changed. */
function VersionList({ versions: { items, total }, page, latest, to }: VersionListProps) {
  const pageLink = (to: number, label: string) => (
    <Link href={`?page=${to}`} className="rounded-sm text-accent-text hover:underline">
      {label}
    </Link>
  );
  return (
    <nav aria-label="Versions" className="min-w-0">
      <ol className="flex flex-col">
        {items.map(({ version, savedAt, savedBy }) => (
          <li key={version}>
            <Link
              href={`?from=${Math.max(1, version - 1)}&to=${version}${page > 1 ? `&page=${page}` : ""}`}
              aria-current={version === to || undefined}
              className="block rounded-md px-2.5 py-2 hover:bg-hover aria-[current=true]:bg-hover"
            >
              <span className="flex items-center gap-2 font-medium">
                Version {version}
                {version === latest && <Badge>current</Badge>}
              </span>
              <span className="block truncate text-muted text-xs">
                <Time value={savedAt} /> · {savedBy}
              </span>
            </Link>
          </li>
        ))}
      </ol>
      {total > pageSize && (
        <p className="mt-2 flex gap-3 px-2.5 text-xs">
          {page > 1 && pageLink(page - 1, "Newer versions")}
          {page * pageSize < total && pageLink(page + 1, "Older versions")}
        </p>
      )}
    </nav>
  );
}
