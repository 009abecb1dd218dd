"use client";
import { useRouter } from "next/navigation";
import { type BaseSyntheticEvent, type ReactNode, useEffect, useRef, useTransition } from "react";
import { FormProvider } from "react-hook-form";
import { Form } from "@/components/form/form";
import { FormActions } from "@/components/form/form-actions";
import { Overtaken } from "@/components/form/overtaken";
import { Tab, TabPanel, Tabs, TabsList } from "@/components/ui/tabs";
import { CodePane, type ScriptWorld } from "./code-pane";
import { Details } from "./details";
import type { Draft } from "./draft";
import { type EditorForm, useEditor } from "./editor-context";
import { DraftNotice, RefusedNotice } from "./notices";
import { ResultPanel } from "./result-panel";
import { useFunctionTab } from "./tabs";
import type { TestDraft } from "./test-dialog";
import { TestsTab } from "./tests-tab";

type WorkspaceProps = {
  form: EditorForm;
  onSubmit: (event?: BaseSyntheticEvent) => Promise<void>;
  version: { base: number | undefined; isOvertaken: boolean; load: () => Promise<void>; keep: () => Promise<void> };
  draft: { offered: Draft | undefined; restore: () => void; forget: () => void };
  refused: { tests: readonly string[] | undefined; onAnyway: () => Promise<void>; onClose: () => void };
  world: ScriptWorld;
  executing: boolean;
  onExecute: () => void;
  onTest: (draft: TestDraft) => void;
  runs?: ReactNode;
  versions?: ReactNode;
};

/** Settings left, script and result right; test cases and history take the whole width, outside the form. */
export function Workspace(props: WorkspaceProps) {
  const { form, onSubmit, version, draft, refused, world, executing, onExecute, onTest, runs, versions } = props;
  const { callable, readOnly, tests, result } = useEditor();
  const router = useRouter();
  const { tab, openTab } = useFunctionTab();
  const shown = callable ? tab : "function";
  const discardNew = () => {
    form.reset();
    draft.forget();
    router.push("/admin/integration/functions");
  };
  const keepResult = () => {
    openTab("tests");
    if (result) onTest({ arguments: result.arguments, kind: result.ok ? "output" : "error", text: result.output });
  };
  return (
    <FormProvider {...form}>
      <Tabs defaultValue="function" value={shown} onValueChange={openTab} className="min-w-0">
        {callable && (
          <TabsList aria-label="Function">
            <Tab value="function">Function</Tab>
            <Tab value="tests" count={tests.length || undefined}>
              Test cases
            </Tab>
            {runs && <Tab value="runs">Runs</Tab>}
            {versions && <Tab value="versions">Versions</Tab>}
          </TabsList>
        )}
        <TabPanel value="function" keepMounted tabIndex={-1} className={callable ? undefined : "pt-0"}>
          <Form form={form} onSubmit={onSubmit} label="Function" className="gap-4">
            <Notices version={version} draft={draft} refused={refused} />
            <div className="grid min-w-0 grid-cols-1 gap-x-8 gap-y-8 min-[68.75rem]:grid-cols-[20rem_minmax(0,1fr)]">
              <Details />
              <div className="flex min-w-0 flex-col gap-6">
                <CodePane world={world} executing={executing} onExecute={onExecute} />
                <ResultPanel onKeep={keepResult} />
              </div>
            </div>
            {!readOnly && <FormActions always={!callable} onDiscard={callable ? undefined : discardNew} />}
          </Form>
        </TabPanel>
        {callable && (
          <TabPanel value="tests">
            <TestsTab onTest={onTest} />
          </TabPanel>
        )}
        {runs && <TabPanel value="runs">{runs}</TabPanel>}
        {versions && <TabPanel value="versions">{versions}</TabPanel>}
      </Tabs>
    </FormProvider>
  );
}

function Notices({ version, draft, refused }: Pick<WorkspaceProps, "version" | "draft" | "refused">) {
  const { readOnly } = useEditor();
  const [pending, startTransition] = useTransition();
  const top = useRef<HTMLDivElement>(null);
  const isRefused = refused.tests !== undefined;
  // Saving happens at the bottom of the page; this stands at its top.
  useEffect(() => {
    if (isRefused) top.current?.focus();
  }, [isRefused]);
  return (
    <div ref={top} tabIndex={-1} className="flex min-w-0 flex-col gap-4 outline-none empty:hidden">
      {version.isOvertaken && <Overtaken thing="function" onLoad={version.load} onKeep={version.keep} />}
      {draft.offered && !readOnly && (
        <DraftNotice draft={draft.offered} version={version.base} onRestore={draft.restore} onDiscard={draft.forget} />
      )}
      {refused.tests && (
        <RefusedNotice
          tests={refused.tests}
          pending={pending}
          onAnyway={() => startTransition(refused.onAnyway)}
          onClose={refused.onClose}
        />
      )}
    </div>
  );
}
