"use client";
import { ChevronDown } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { type ListParams, listHref } from "@/components/data-table/list-params";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Menu, MenuContent, MenuItem, MenuLink, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import type { SavedView } from "@/lib/access/saved-views";
import { changeView, removeView } from "./view-actions";
import { ViewDialog } from "./view-dialog";

export type ViewsProps = { views: SavedView[]; open: SavedView | undefined; mayShare: boolean };

const path = "/admin/integration/deliveries";
/** The filters and the order as a query string, without the page and the view they came from. */
const queryOf = (params: ListParams) => listHref("", { ...params, keep: undefined, page: 1 }).replace(/^\?/, "");
const hrefOf = ({ id, query }: SavedView) => `${path}?${query}${query && "&"}view=${id}`;

/** Opens, saves, renames and deletes lists with their filters under a name. */
export function ViewsMenu({ views, open, mayShare, params }: ViewsProps & { params: ListParams }) {
  const router = useRouter();
  const [dialog, setDialog] = useState<"save" | "rename" | "delete">();
  const close = () => setDialog(undefined);
  const query = queryOf(params);
  const own = views.filter(({ personId }) => personId !== null);
  const shared = views.filter(({ personId }) => personId === null);
  const mayChange = open !== undefined && (open.personId !== null || mayShare);
  const keep = async () => {
    const result = await changeView({ id: open?.id ?? "", query });
    if (result.ok) toast.success(`View “${open?.name}” saved.`);
    else toast.error(result.error.message);
  };
  return (
    <>
      <Menu modal={false}>
        <MenuTrigger render={<Button className="max-w-60 px-2.5 font-normal" />}>
          <span className="truncate">{open ? `View: ${open.name}` : "Views"}</span>
          <ChevronDown aria-hidden className="-mr-0.5 text-faint" />
        </MenuTrigger>
        <MenuContent align="start" className="max-w-80">
          {open && <MenuLink href={path}>All deliveries</MenuLink>}
          <Group label="Mine" views={own} />
          <Group label="Everyone’s" views={shared} />
          {(open || views.length > 0) && <MenuSeparator />}
          <MenuItem onClick={() => setDialog("save")}>Save as a view…</MenuItem>
          {mayChange && (
            <>
              <MenuItem disabled={query === open.query} onClick={() => void keep()}>
                Save changes to this view
              </MenuItem>
              <MenuItem onClick={() => setDialog("rename")}>Rename this view…</MenuItem>
              <MenuItem danger onClick={() => setDialog("delete")}>
                Delete this view
              </MenuItem>
            </>
          )}
        </MenuContent>
      </Menu>
      {dialog === "save" && (
        <ViewDialog
          query={query}
          mayShare={mayShare}
          onClose={close}
          onSaved={(id) => router.replace(`${path}?${query}${query && "&"}view=${id}`, { scroll: false })}
        />
      )}
      {dialog === "rename" && open && <ViewDialog view={open} query={query} mayShare={false} onClose={close} />}
      <ConfirmDialog
        open={dialog === "delete"}
        onOpenChange={(isOpen) => !isOpen && close()}
        title={`Delete view “${open?.name}”?`}
        description={
          open?.personId === null ? "It goes for everyone. No delivery is touched." : "No delivery is touched."
        }
        confirmLabel="Delete view"
        danger
        onConfirm={async () => {
          const result = await removeView({ id: open?.id ?? "" });
          if (!result.ok) return { error: result.error.message };
          toast.success(`View “${open?.name}” deleted.`);
          router.replace(listHref(path, { ...params, keep: undefined }), { scroll: false });
          return undefined;
        }}
      />
    </>
  );
}

function Group({ label, views }: { label: string; views: SavedView[] }) {
  if (views.length === 0) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has no place in a menu.
    <div role="group" aria-label={label}>
      <div aria-hidden className="px-2 pt-1 pb-1 text-faint text-xs">
        {label}
      </div>
      {views.map((view) => (
        <MenuLink key={view.id} href={hrefOf(view)}>
          <span className="truncate">{view.name}</span>
        </MenuLink>
      ))}
    </div>
  );
}
