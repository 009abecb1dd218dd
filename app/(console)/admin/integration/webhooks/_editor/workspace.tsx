"use client";
import { useEffect, useRef } from "react";
import { useFormState } from "react-hook-form";
import { Tab, TabPanel, Tabs, TabsList } from "@/components/ui/tabs";
import type { TicketGraph } from "@/lib/desk/ticket";
import { useEditor, useEditorForm } from "./editor-context";
import { LivePane } from "./live-pane";
import { PaneHandle, usePaneWidth } from "./pane-handle";
import { SendTest, type TestRights } from "./send-test";
import { tabsWithErrors } from "./tab-errors";
import { editorTabs } from "./tabs";
import { useEditorTab, useHasPane } from "./use-editor-tab";
import { LiveProvider, useLiveRequest } from "./use-live-request";

const requestTab = "request";
export const tabIds = [...editorTabs.map(({ id }) => id), requestTab];

type WorkspaceProps = { firstTicket?: TicketGraph; rights: TestRights & { canSeeTickets: boolean } };

/** The tabs, and the request beside them; on narrow screens it is the last tab. */
export function Workspace({ firstTicket, rights }: WorkspaceProps) {
  const { settled, readOnly } = useEditor();
  const { control } = useEditorForm();
  const { errors } = useFormState({ control });
  const { tab, openTab } = useEditorTab(tabIds);
  const hasPane = useHasPane();
  const width = usePaneWidth();
  const live = useLiveRequest(firstTicket);
  const invalid = tabsWithErrors(editorTabs, errors);
  const shown = hasPane && tab === requestTab ? (tabIds[0] ?? "") : tab;
  const bar = useRef<HTMLDivElement>(null);
  // On a phone the tabs are wider than the screen, and a link may open the last one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when another tab is shown
  useEffect(() => {
    bar.current?.querySelector('[role="tab"][aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [shown]);
  const pane = (
    <LivePane
      live={live}
      canSeeTickets={rights.canSeeTickets}
      action={<SendTest live={live} rights={rights} />}
      hideTitle={!hasPane}
    />
  );
  return (
    <Tabs defaultValue={tabIds[0] ?? ""} value={shown} onValueChange={openTab} className="min-w-0">
      <div ref={bar}>
        <TabsList aria-label="Webhook settings">
          {editorTabs.map(({ id, label, count }) => (
            <Tab key={id} value={id} count={count?.(settled) || undefined} invalid={invalid.includes(id)}>
              {label}
            </Tab>
          ))}
          {!hasPane && <Tab value={requestTab}>Request</Tab>}
        </TabsList>
      </div>
      <div
        className="grid min-w-0 grid-cols-1 pane:grid-cols-[minmax(0,1fr)_auto_var(--pane)]"
        style={{ "--pane": `${width.value}%` } as React.CSSProperties}
      >
        <fieldset disabled={readOnly} className="min-w-0">
          <legend className="sr-only">Settings</legend>
          {editorTabs.map(({ id, Panel }) => (
            <TabPanel key={id} value={id}>
              <LiveProvider value={live}>
                <Panel />
              </LiveProvider>
            </TabPanel>
          ))}
        </fieldset>
        {!hasPane && <TabPanel value={requestTab}>{pane}</TabPanel>}
        {hasPane && <PaneHandle width={width} />}
        {hasPane && (
          <aside aria-label="Live request" className="hidden min-w-0 pt-5 pane:block">
            <div className="sticky top-12 -mr-4 -ml-1 max-h-[calc(100dvh-6.75rem)] overflow-y-auto py-1 pr-4 pl-1">
              {pane}
            </div>
          </aside>
        )}
      </div>
    </Tabs>
  );
}
