"use client";
import { Play, WandSparkles } from "lucide-react";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useFormState, useWatch } from "react-hook-form";
import { toast } from "sonner";
import { DelugeEditor } from "@/components/deluge-editor/deluge-editor";
import { Palette } from "@/components/deluge-editor/palette";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { StoredFunction } from "@/lib/deluge/check/resolution";
import type { Diagnostic } from "@/lib/deluge/diagnostic";
import type { LanguageContext } from "@/lib/deluge/language/document";
import { functionParameter } from "@/lib/functions/function";
import { useEditor, useEditorForm } from "./editor-context";
import { Problems } from "./problems";

/** What scripts find on this desk. */
export type ScriptWorld = { tasks: readonly string[]; functions: readonly StoredFunction[] };

type CodePaneProps = { world: ScriptWorld; executing: boolean; onExecute: () => void };

/** Palette, code and what the language says of it. */
export function CodePane({ world, executing, onExecute }: CodePaneProps) {
  const { readOnly, code, setCode } = useEditor();
  const form = useEditorForm();
  const { control, setValue, getValues, watch } = form;
  const { errors } = useFormState({ control, name: "source" });
  const context = useScriptContext(world);
  const [diagnostics, setDiagnostics] = useState<readonly Diagnostic[]>([]);

  // Discard, a restored draft, another version: the form's text goes into the editor.
  useEffect(() => {
    if (!code) return;
    const show = () => code.setText(getValues("source"));
    show();
    const { unsubscribe } = watch((_, { name }) => (name === undefined || name === "source") && show());
    return unsubscribe;
  }, [code, watch, getValues]);
  const write = useCallback(
    (text: string) => {
      if (text !== getValues("source")) setValue("source", text, { shouldDirty: true });
      if (form.getFieldState("source").error) form.clearErrors("source");
    },
    [form, getValues, setValue],
  );
  const layOut = async () => {
    if (!(await code?.format())) toast.info("Correct the errors first: a script with errors is left as it is.");
  };

  return (
    <section aria-label="Script" className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-semibold text-lg">Script</h2>
        {!readOnly && (
          <div className="flex flex-wrap gap-2">
            <Button disabled={!code} title="Shift+Alt+F in the code" onClick={() => void layOut()}>
              <WandSparkles aria-hidden />
              Format
            </Button>
            <Button pending={executing} onClick={onExecute}>
              <Play aria-hidden />
              Save &amp; Execute
            </Button>
          </div>
        )}
      </div>
      {errors.source?.message && <Notice tone="danger">{errors.source.message}</Notice>}
      {!readOnly && <Palette onInsert={(item) => code?.insert(item)} disabled={!code} />}
      <div className="h-80 min-h-80 min-w-0 overflow-hidden rounded-lg border md:h-[max(320px,calc(100dvh-27rem))]">
        <DelugeEditor
          label="Script in Deluge"
          defaultValue={form.formState.defaultValues?.source ?? ""}
          context={context}
          readOnly={readOnly}
          onChange={write}
          onChecked={setDiagnostics}
          onReady={setCode}
        />
      </div>
      <Problems diagnostics={diagnostics} onGoTo={({ line, column }) => code?.goTo(line, column)} />
      {!readOnly && (
        <p className="text-muted text-xs">
          Ctrl+Space completes, Shift+Alt+F formats, Tab indents. Ctrl+M (⌃⇧M on a Mac) lets Tab leave the code.
        </p>
      )}
    </section>
  );
}

/** The language's context; the same object while nothing it says has changed, so that the script is not read again. */
function useScriptContext(world: ScriptWorld): LanguageContext {
  const { control } = useEditorForm();
  const [parameters, returnType] = useWatch({ control, name: ["parameters", "returnType"] });
  const named = JSON.stringify(parameters.filter((one) => functionParameter.safeParse(one).success));
  const around = useMemo(() => {
    const known = new Set(world.tasks.map((task) => task.toLowerCase()));
    return {
      hasTask: (path: string) => known.has(path.toLowerCase()),
      hostTasks: world.tasks.map((path) => ({ path })),
      functions: world.functions,
    };
  }, [world]);
  return useMemo(
    () => ({ ...around, signature: { parameters: JSON.parse(named), returnType } }),
    [around, named, returnType],
  );
}
