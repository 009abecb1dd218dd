"use client";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useRef } from "react";
import { FormProvider, useFormState, useWatch } from "react-hook-form";
import { Form } from "@/components/form/form";
import { FormActions } from "@/components/form/form-actions";
import { Overtaken } from "@/components/form/overtaken";
import { Tab, TabPanel, Tabs, TabsList } from "@/components/ui/tabs";
import { tabsWithErrors } from "../../webhooks/_editor/tab-errors";
import { useEditorTab, useHasPane } from "../../webhooks/_editor/use-editor-tab";
import { type EditorForm, useEditor } from "./editor-context";
import { SamplePanel } from "./sample-panel";
import { callsTab, settingsTabs, tabIds, tryTab } from "./tabs";
import { TryPanel } from "./try-panel";

type WorkspaceProps = {
  form: EditorForm;
  onSubmit: () => Promise<void>;
  version: { isOvertaken: boolean; load: () => Promise<void>; keep: () => Promise<void> };
  calls?: ReactNode;
};

/** Tabs on the left, the sample and its trial on the right; the calls take the whole width and stand outside the form. */
export function Workspace({ form, onSubmit, version, calls }: WorkspaceProps) {
  const { readOnly, webMethod } = useEditor();
  const { control } = form;
  const router = useRouter();
  const { errors } = useFormState({ control });
  const mappings = useWatch({ control, name: "mappings" });
  const { tab, openTab } = useEditorTab(tabIds);
  const hasPane = useHasPane();
  const invalid = tabsWithErrors(settingsTabs, errors);
  const isHidden = (tab === tryTab && hasPane) || (tab === callsTab && !calls);
  const shown = isHidden ? (tabIds[0] ?? "") : tab;
  const top = useRef<HTMLDivElement>(null);
  // On a phone the tabs are wider than the screen, and a link may open the last one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when another tab is shown
  useEffect(() => {
    top.current?.querySelector('[role="tab"][aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [shown]);
  const isPaneShown = hasPane && shown !== callsTab;
  return (
    <FormProvider {...form}>
      <Tabs defaultValue={tabIds[0] ?? ""} value={shown} onValueChange={openTab} className="min-w-0">
        <div ref={top}>
          <TabsList aria-label="Web method">
            {settingsTabs.map(({ id, label }) => (
              <Tab
                key={id}
                value={id}
                count={id === "data" ? mappings.length || undefined : undefined}
                invalid={invalid.includes(id)}
              >
                {label}
              </Tab>
            ))}
            {!hasPane && <Tab value={tryTab}>Try it</Tab>}
            {calls && <Tab value={callsTab}>Calls</Tab>}
          </TabsList>
        </div>
        <div
          className={
            isPaneShown ? "grid min-w-0 grid-cols-[minmax(0,55fr)_minmax(0,45fr)] gap-x-8" : "grid min-w-0 grid-cols-1"
          }
        >
          <Form form={form} onSubmit={onSubmit} label="Web method" className="gap-4">
            <div className="min-w-0">
              {version.isOvertaken && (
                <div className="pt-4">
                  <Overtaken thing="web method" onLoad={version.load} onKeep={version.keep} />
                </div>
              )}
              <fieldset disabled={readOnly} className="min-w-0">
                <legend className="sr-only">Settings</legend>
                {settingsTabs.map(({ id, Panel }) => (
                  <TabPanel key={id} value={id}>
                    <Panel />
                  </TabPanel>
                ))}
              </fieldset>
              {!hasPane && (
                <TabPanel value={tryTab}>
                  <TryPanel />
                </TabPanel>
              )}
            </div>
            {!readOnly && (
              <FormActions
                always={!webMethod}
                onDiscard={webMethod ? undefined : () => router.push("/admin/integration/web-methods")}
              />
            )}
          </Form>
          {isPaneShown && (
            <aside aria-label="Sample and trial" className="min-w-0 border-l pl-8">
              <div className="sticky top-12 -mr-4 -ml-1 flex max-h-[calc(100dvh-6.75rem)] flex-col gap-8 overflow-y-auto pt-6 pr-4 pb-4 pl-1">
                <SamplePanel onPicked={() => openTab("data")} />
                <TryPanel />
              </div>
            </aside>
          )}
        </div>
        {calls && <TabPanel value={callsTab}>{calls}</TabPanel>}
      </Tabs>
    </FormProvider>
  );
}
