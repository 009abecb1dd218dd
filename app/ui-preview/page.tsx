import { Plus } from "lucide-react";
import { parseListParams } from "@/components/data-table/list-params";
import { TableSkeleton } from "@/components/data-table/table-skeleton";
import { PageHeader, Section } from "@/components/shell/page-header";
import { PageMenu } from "@/components/shell/page-menu";
import { Badge } from "@/components/ui/badge";
import { Button, ButtonLink } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { Kbd } from "@/components/ui/kbd";
import { KeyValue } from "@/components/ui/key-value";
import { MenuItem } from "@/components/ui/menu";
import { MethodBadge } from "@/components/ui/method-badge";
import { Notice } from "@/components/ui/notice";
import { Progress } from "@/components/ui/progress";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import { Demo, Menus, Table } from "./parts";

export default async function P({ searchParams }: { searchParams: Promise<Record<string, string>> }) {
  const params = parseListParams(await searchParams, {
    sortable: ["name", "created", "calls"],
    defaultSort: { key: "name", direction: "asc" },
    filters: { status: ["ok", "failed"] },
  });
  const all = Array.from({ length: 60 }, (_, i) => ({
    id: `whk_${i}`,
    name: `${["Order sync", "Notify warehouse", "Escalate to vendor", "Create Jira issue with a rather long name that goes on"][i % 4]} ${i}`,
    method: ["POST", "GET", "PUT", "DELETE", "PATCH"][i % 5]!,
    url: `https://hooks.example.com/v2/orders/${i}/notify`,
    status: i % 7 === 0 ? "failed" : "ok",
    at: new Date(Date.now() - i * i * 60000).toISOString(),
    calls: i * 37,
  }));
  const found = all.filter(
    (r) =>
      r.name.toLowerCase().includes(params.q.toLowerCase()) &&
      (!params.filters.status || r.status === params.filters.status),
  );
  const rows = found.slice((params.page - 1) * params.pageSize, params.page * params.pageSize);
  const body =
    '{\n  "id": 164,\n  "title": "Printer on fire",\n  "open": true,\n  "assignee": null,\n  "price": 12.5\n}';
  return (
    <>
      <PageHeader
        title="Webhooks"
        purpose="Calls Hookdesk makes to other systems when something happens to a ticket."
        action={
          <Button variant="primary">
            <Plus aria-hidden />
            New webhook
          </Button>
        }
        secondary={<Menus />}
        mark={<Status meaning="success">Enabled</Status>}
        trail={[{ label: "Order sync" }]}
      />
      <Table rows={rows} total={found.length} params={params} />
      <div className="h-10" />
      <Section title="Buttons">
        <div className="flex flex-wrap items-center gap-2">
          <Button variant="primary">Save</Button>
          <Button>Discard</Button>
          <Button variant="ghost">Cancel</Button>
          <Button variant="danger">Delete webhook</Button>
          <Button variant="primary" pending>
            Save
          </Button>
          <Button pending>Discard</Button>
          <Button disabled>Disabled</Button>
          <Button variant="primary" disabled>
            Disabled
          </Button>
          <Button size="sm">Small</Button>
          <Button size="lg" variant="primary">
            Large
          </Button>
          <ButtonLink href="/ui-preview/form" variant="secondary">
            Form
          </ButtonLink>
          <CopyButton text="x" label="Copy URL" />
          <CopyButton text="x" label="Copy cURL" showLabel variant="secondary" />
          <Kbd>⌘ K</Kbd>
        </div>
      </Section>
      <Section title="Status and badges" purpose="Always a word with the colour.">
        <div className="flex flex-wrap items-center gap-4">
          <Status meaning="success">Delivered</Status>
          <Status meaning="warning">Retrying</Status>
          <Status meaning="danger">Failed</Status>
          <Status meaning="info">Sending</Status>
          <Status meaning="faint">Disabled</Status>
          <Badge>Draft</Badge>
          <Badge tone="success">200 OK</Badge>
          <Badge tone="warning">Held</Badge>
          <Badge tone="danger">500</Badge>
          <Badge tone="info">Running</Badge>
          <Badge tone="accent">Manual</Badge>
          <Badge tone="outline">v2</Badge>
          {["GET", "POST", "PUT", "DELETE", "PATCH"].map((m) => (
            <MethodBadge key={m} method={m} />
          ))}
          <Time value={new Date(Date.now() - 200000)} />
          <Time value={new Date(Date.now() - 9e8)} />
          <Time value={new Date()} format="exact" />
        </div>
      </Section>
      <Section title="Notices">
        <div className="flex max-w-[720px] flex-col gap-3">
          <Notice>Deliveries made before this change keep their old URL.</Notice>
          <Notice tone="success">Connection works: 204 in 312 ms.</Notice>
          <Notice tone="warning" title="Three deliveries are waiting" action={<Button size="sm">Review</Button>}>
            The endpoint answered 503 for ten minutes.
          </Notice>
          <Notice
            tone="danger"
            title="The certificate of hooks.example.com has expired"
            details={"CERT_HAS_EXPIRED: certificate has expired\nnotAfter 2026-10-01T00:00:00Z"}
          >
            Renew it, then redeliver the 14 failed calls.
          </Notice>
        </div>
      </Section>
      <Section title="Code">
        <div className="grid gap-4 pane:grid-cols-2">
          <CodeBlock
            label="Request body"
            language="json"
            lineNumbers
            code={body}
            highlights={[
              { start: body.indexOf("164"), end: body.indexOf("164") + 3, title: "ticket.id" },
              { start: body.indexOf("Printer"), end: body.indexOf("Printer") + 15, title: "ticket.title" },
            ]}
          />
          <CodeBlock
            label="cURL"
            code={
              "curl -X POST 'https://hooks.example.com/v2/orders/164/notify?long=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' \\\n  -H 'Content-Type: application/json' \\\n  -d @body.json"
            }
          />
        </div>
      </Section>
      <Section title="Headers">
        <KeyValue
          mono
          items={[
            { label: "content-type", value: "application/json; charset=utf-8" },
            {
              label: "x-hookdesk-delivery",
              value: "dlv_019abc6f2e1d7c8ab2d1f0aa",
              action: <CopyButton text="x" label="Copy delivery id" />,
            },
            { label: "user-agent", value: "Hookdesk/0.1" },
          ]}
        />
      </Section>
      <Section title="Progress">
        <div className="flex max-w-[400px] flex-col gap-4">
          <Progress label="Redelivering" value={40} max={250} />
          <Progress label="Importing" value={null} />
        </div>
      </Section>
      <Section title="Dialogs and tabs">
        <Demo />
      </Section>
      <EmptyState
        title="A request bin catches calls so that you can look at them."
        action={<Button variant="primary">Create a bin</Button>}
        link={
          <a href="/x" className="text-accent-text hover:underline">
            See an example
          </a>
        }
      >
        Create one, then point a webhook at its URL.
      </EmptyState>
      <TableSkeleton label="webhooks" rows={4} />
    </>
  );
}
