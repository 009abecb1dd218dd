"use client";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { useForm } from "react-hook-form";
import type { DelugeEditorApi } from "@/components/deluge-editor/editor-api";
import { useVersion } from "@/components/form/use-version";
import type { CallbackFunction, FunctionParameter, FunctionTest } from "@/lib/functions/function";
import { openFunction } from "../actions";
import { lastArguments } from "./argument-values";
import { ArgumentsDialog } from "./arguments-dialog";
import type { ScriptWorld } from "./code-pane";
import { EditorProvider } from "./editor-context";
import { functionResolver, newValues, valuesOf } from "./form-values";
import { useFunctionTab } from "./tabs";
import { TestDialog, type TestDraft } from "./test-dialog";
import { useDraft } from "./use-draft";
import { useExecuting } from "./use-executing";
import { useSaving } from "./use-saving";
import { Workspace } from "./workspace";

type FunctionEditorProps = {
  /** Undefined for a new one. */
  callable?: CallbackFunction;
  /** With its token; undefined while unpublished, and for those who may only look. */
  url?: string;
  tests?: readonly FunctionTest[];
  world: ScriptWorld;
  canWrite: boolean;
  runs?: ReactNode;
  versions?: ReactNode;
};

/** One form over settings and script; beside it test cases, runs and versions. */
export function FunctionEditor({ callable, url, tests = [], world, canWrite, runs, versions }: FunctionEditorProps) {
  const router = useRouter();
  const { openTab } = useFunctionTab();
  const [code, setCode] = useState<DelugeEditorApi>();
  const [asked, setAsked] = useState<readonly FunctionParameter[]>();
  const [testing, setTesting] = useState<TestDraft>();
  /** Arguments to run with once “Save anyway” has saved. */
  const [waiting, setWaiting] = useState<string>();
  const form = useForm({
    resolver: functionResolver,
    defaultValues: callable ? valuesOf(callable) : newValues(),
  });
  const { isDirty } = form.formState;
  const version = useVersion(form, {
    stored: callable,
    valuesOf,
    load: () => openFunction({ id: callable?.id ?? "" }),
  });
  const draft = useDraft(form, callable?.id, () => version.base);
  const saving = useSaving({ form, callable, version, code, onInvalid: () => openTab("function") });
  const { result, executing, execute } = useExecuting(callable?.id);

  /** A new function's own page takes over. */
  const moveTo = (saved: CallbackFunction) => {
    if (callable) return;
    draft.forget();
    router.push(`/admin/integration/functions/${saved.id}`);
  };
  const save = async (anyway = false) => {
    const saved = await saving.save(anyway);
    if (saved) moveTo(saved);
    return saved !== undefined;
  };
  const run = async (json: string, anyway = false) => {
    const saved = callable && !isDirty ? callable : await saving.save(anyway);
    setAsked(undefined);
    setWaiting(saved ? undefined : json);
    if (!saved) return;
    const executed = await execute(saved.id, json);
    if (executed && executed.line > 0) code?.goTo(executed.line);
    moveTo(saved);
  };
  const ask = async () => {
    if (!(await form.trigger(undefined, { shouldFocus: true }))) return openTab("function");
    const parameters = form.getValues("parameters");
    return parameters.length > 0 ? setAsked(parameters) : run("{}");
  };
  const goOn = async () => {
    const json = waiting;
    if (json === undefined) return void (await save(true));
    return run(json, true);
  };

  return (
    <EditorProvider value={{ callable, url, tests, readOnly: !canWrite, code, setCode, result, save }}>
      <Workspace
        form={form}
        onSubmit={async (event) => {
          event?.preventDefault();
          if (!canWrite) return;
          setWaiting(undefined);
          await save();
        }}
        version={version}
        draft={draft}
        refused={{ tests: saving.failing, onAnyway: goOn, onClose: saving.closeFailing }}
        world={world}
        executing={executing}
        onExecute={() => void ask()}
        onTest={setTesting}
        runs={runs}
        versions={versions}
      />
      <ArgumentsDialog
        parameters={asked}
        last={result?.arguments ?? lastArguments(callable?.id)}
        onClose={() => setAsked(undefined)}
        onRun={run}
      />
      {callable && <TestDialog functionId={callable.id} draft={testing} onClose={() => setTesting(undefined)} />}
    </EditorProvider>
  );
}
