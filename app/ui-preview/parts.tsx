"use client";
import { Copy, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { type Column, DataTable } from "@/components/data-table/data-table";
import type { ListParams } from "@/components/data-table/list-params";
import { RowMenu } from "@/components/data-table/row-menu";
import { PageMenu } from "@/components/shell/page-menu";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { MenuItem, MenuSeparator } from "@/components/ui/menu";
import { MethodBadge } from "@/components/ui/method-badge";
import { Sheet, SheetContent, SheetTrigger } from "@/components/ui/sheet";
import { Status } from "@/components/ui/status";
import { Tab, TabPanel, Tabs, TabsList } from "@/components/ui/tabs";
import { Time } from "@/components/ui/time";
import { Tooltip } from "@/components/ui/tooltip";

type Row = { id: string; name: string; method: string; url: string; status: string; at: string; calls: number };
const columns: Column<Row>[] = [
  { id: "name", header: "Name", sortKey: "name", cell: (r) => r.name },
  {
    id: "endpoint",
    header: "Endpoint", grow: true,
    cell: (r) => (
      <>
        <MethodBadge method={r.method} className="mr-2 w-12" />
        <span className="font-mono text-xs text-muted">{r.url}</span>
      </>
    ),
  },
  {
    id: "status",
    header: "Status",
    cell: (r) =>
      r.status === "ok" ? <Status meaning="success">Enabled</Status> : <Status meaning="danger">Failing</Status>,
  },
  { id: "calls", header: "Calls", sortKey: "calls", align: "right", cell: (r) => r.calls.toLocaleString("en") },
  { id: "at", header: "Last delivery", sortKey: "created", cell: (r) => <Time value={r.at} className="text-muted" /> },
];
export function Table({ rows, total, params }: { rows: Row[]; total: number; params: ListParams }) {
  return (
    <DataTable
      caption="Webhooks"
      columns={columns}
      rows={rows}
      rowId={(r) => r.id}
      rowName={(r) => r.name}
      rowHref={(r) => `/admin/integration/webhooks/${r.id}`}
      total={total}
      params={params}
      search="Search webhooks"
      filters={[
        {
          name: "status",
          label: "Status",
          options: [
            { value: "ok", label: "Enabled" },
            { value: "failed", label: "Failing" },
          ],
        },
      ]}
      bulkActions={({ ids, clear }) => (
        <>
          <Button size="sm" onClick={clear}>
            Disable {ids.length}
          </Button>
          <Button size="sm" variant="danger">
            Delete {ids.length}
          </Button>
        </>
      )}
      rowMenu={(r) => (
        <RowMenu name={r.name}>
          <MenuItem>
            <Pencil aria-hidden />
            Edit
          </MenuItem>
          <MenuItem>
            <Copy aria-hidden />
            Duplicate
          </MenuItem>
          <MenuSeparator />
          <MenuItem danger>
            <Trash2 aria-hidden />
            Delete…
          </MenuItem>
        </RowMenu>
      )}
      empty={<EmptyState title="x" />}
    />
  );
}
export const Menus = () => (
  <PageMenu>
    <MenuItem>Import from cURL…</MenuItem>
    <MenuItem>Export</MenuItem>
  </PageMenu>
);
export function Demo() {
  const [open, setOpen] = useState(false);
  const [named, setNamed] = useState(false);
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap gap-2">
        <Dialog>
          <DialogTrigger render={<Button />}>Open dialog</DialogTrigger>
          <DialogContent
            title="Fire “Order sync”"
            description="Sends the ticket to hooks.example.com."
            footer={
              <>
                <DialogClose render={<Button />}>Cancel</DialogClose>
                <Button variant="primary">Fire</Button>
              </>
            }
          >
            Body of the dialog.
          </DialogContent>
        </Dialog>
        <Button onClick={() => setOpen(true)}>Delete…</Button>
        <ConfirmDialog
          danger
          open={open}
          onOpenChange={setOpen}
          title="Delete webhook “Order sync”?"
          description="3 waiting deliveries are cancelled. Its history stays."
          confirmLabel="Delete webhook"
          onConfirm={async () => {
            await new Promise((r) => setTimeout(r, 600));
            return { error: "Someone else is editing it." };
          }}
        />
        <Button onClick={() => setNamed(true)}>Delete by name…</Button>
        <ConfirmDialog
          danger
          open={named}
          onOpenChange={setNamed}
          title="Delete role “Technician”?"
          typedName="Technician"
          confirmLabel="Delete role"
          onConfirm={async () => undefined}
        />
        <Sheet>
          <SheetTrigger render={<Button />}>Open sheet</SheetTrigger>
          <SheetContent title="dlv_019abc" description="Order sync, 3 min ago">
            <div className="p-5">Content</div>
          </SheetContent>
        </Sheet>
        <Button onClick={() => toast.success("Saved")}>Toast</Button>
        <Tooltip content="Sends nothing">
          <Button>Preview</Button>
        </Tooltip>
        <Checkbox aria-label="c1" defaultChecked />
        <Checkbox aria-label="c2" />
        <Checkbox aria-label="c3" indeterminate />
        <Checkbox aria-label="c4" disabled defaultChecked />
      </div>
      <Tabs defaultValue="basic" param="tab">
        <TabsList aria-label="Webhook">
          <Tab value="basic">Basic details</Tab>
          <Tab value="parameters" count={3}>
            Parameters
          </Tab>
          <Tab value="body" invalid>
            Request body
          </Tab>
          <Tab value="fields">Response fields</Tab>
          <Tab value="actions">Response actions</Tab>
          <Tab value="tickets">Select tickets</Tab>
        </TabsList>
        <TabPanel value="basic">Basic panel</TabPanel>
        <TabPanel value="parameters">Parameters panel</TabPanel>
        <TabPanel value="body">Body</TabPanel>
        <TabPanel value="fields">Body</TabPanel>
        <TabPanel value="actions">Body</TabPanel>
        <TabPanel value="tickets">Body</TabPanel>
      </Tabs>
    </div>
  );
}
