"use client";
import { Editor } from "@monaco-editor/react";
import type * as Monaco from "monaco-editor/editor";
import { useEffect, useRef } from "react";
import { themeName } from "@/components/editor/monaco-theme";
import type { Diagnostic } from "@/lib/deluge/diagnostic";
import { documentOf, type LanguageContext } from "@/lib/deluge/language/document";
import { type DelugeEditorApi, editorApi } from "./editor-api";
import { contexts, rangeOf } from "./language-contexts";
import { delugeId, monaco } from "./monaco-deluge";
import { editorOptions } from "./options";
import { draggedItem } from "./palette-drag";

export type DelugeEditorProps = {
  /** The accessible name. */
  label: string;
  defaultValue: string;
  /** Parameters, tasks and functions of the script. A new object has the script checked again. */
  context: LanguageContext;
  onChange: (text: string) => void;
  /** Told what the language has to say, a moment after each change. */
  onChecked: (diagnostics: readonly Diagnostic[]) => void;
  /** Hands out the ways to the editor; undefined when it goes. */
  onReady: (api: DelugeEditorApi | undefined) => void;
  readOnly?: boolean;
};

const checkAfterMs = 150;

/** Monaco with Deluge. Uncontrolled: feeding its own text back would lose characters typed meanwhile. */
export function MonacoDelugeEditor(props: DelugeEditorProps) {
  const { label, context, readOnly = false, onReady } = props;
  const editor = useRef<Monaco.editor.IStandaloneCodeEditor>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const handlers = useRef(props);
  handlers.current = props;

  const check = () => {
    const model = editor.current?.getModel();
    if (!model) return;
    const { diagnostics } = documentOf(model.getValue(), handlers.current.context).checked;
    monaco.editor.setModelMarkers(
      model,
      delugeId,
      diagnostics.map((one) => ({ ...markerRange(model, one), severity: severityOf(one), message: one.message })),
    );
    handlers.current.onChecked(diagnostics);
  };
  const checkSoon = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(check, checkAfterMs);
  };

  const mount = (mounted: Monaco.editor.IStandaloneCodeEditor) => {
    editor.current = mounted;
    const model = mounted.getModel();
    if (model) contexts.set(model, handlers.current.context);
    // The editor's option does not reach a model that was made before it, and these colours are too pale.
    model?.updateOptions({
      bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false },
    });
    if (!props.defaultValue.includes("\r\n")) model?.setEOL(monaco.editor.EndOfLineSequence.LF);
    check();
    onReady(editorApi(mounted));
  };
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      onReady(undefined);
    },
    [onReady],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: reads the latest props through a ref
  useEffect(() => {
    const model = editor.current?.getModel();
    if (!model) return;
    contexts.set(model, context);
    checkSoon();
  }, [context]);

  const dropOn = (event: React.DragEvent, isOver: boolean) => {
    const mounted = editor.current;
    const item = draggedItem();
    if (!mounted || !item || readOnly) return;
    event.preventDefault();
    // Monaco would take the drop itself, as plain text.
    event.stopPropagation();
    event.dataTransfer.dropEffect = "copy";
    const position = mounted.getTargetAtClientPoint(event.clientX, event.clientY)?.position;
    if (!position) return;
    mounted.setPosition(position);
    mounted.focus();
    if (!isOver) editorApi(mounted).insert(item, position);
  };

  return (
    <div
      className="h-full min-w-0"
      onDragOverCapture={(event) => dropOn(event, true)}
      onDropCapture={(event) => dropOn(event, false)}
    >
      <Editor
        height="100%"
        theme={themeName}
        defaultValue={props.defaultValue}
        language={delugeId}
        options={{ ...editorOptions, ariaLabel: label, readOnly, domReadOnly: readOnly }}
        loading={null}
        onMount={(mounted) => mount(mounted as unknown as Monaco.editor.IStandaloneCodeEditor)}
        onChange={(text = "") => {
          handlers.current.onChange(text);
          checkSoon();
        }}
      />
    </div>
  );
}

function markerRange(model: Monaco.editor.ITextModel, { start, end }: Diagnostic) {
  const { startLineNumber, startColumn, endLineNumber, endColumn } = rangeOf(monaco, model, {
    start,
    end: Math.max(end, start + 1),
  });
  return { startLineNumber, startColumn, endLineNumber, endColumn };
}

const severityOf = ({ severity }: Diagnostic) =>
  ({
    error: monaco.MarkerSeverity.Error,
    warning: monaco.MarkerSeverity.Warning,
    hint: monaco.MarkerSeverity.Hint,
  })[severity];
