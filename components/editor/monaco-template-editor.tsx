"use client";
import { Editor } from "@monaco-editor/react";
import type * as Monaco from "monaco-editor/editor";
import { useEffect, useRef } from "react";
import type { TemplateProblem } from "@/lib/template/check";
import { monaco } from "./monaco";
import { languageId, type TemplateLanguage } from "./monaco-grammar";
import { placeholdersOf, sources } from "./monaco-language";
import { themeName } from "./monaco-theme";
import type { TemplateSource } from "./template-source";

export type TemplateEditorApi = { setText: (text: string) => void; focus: () => void };

export type TemplateEditorProps = {
  /** The accessible name. */
  label: string;
  defaultValue: string;
  language: TemplateLanguage;
  source: TemplateSource;
  /** Underlined in the text; computed by the caller from what `onChange` reported. */
  problems: readonly Pick<TemplateProblem, "severity" | "message" | "offset" | "length">[];
  onChange: (text: string) => void;
  onBlur?: () => void;
  /** Hands out the way to replace the text from outside (Discard, say); undefined when the editor goes. */
  onReady?: (api: TemplateEditorApi | undefined) => void;
  readOnly?: boolean;
};

const options: Monaco.editor.IStandaloneEditorConstructionOptions = {
  automaticLayout: true,
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  fontFamily: "var(--font-geist-mono), ui-monospace, monospace",
  fontSize: 12,
  lineHeight: 20,
  lineNumbersMinChars: 3,
  lineDecorationsWidth: 8,
  padding: { top: 8, bottom: 8 },
  folding: false,
  glyphMargin: false,
  renderLineHighlight: "none",
  overviewRulerLanes: 0,
  hideCursorInOverviewRuler: true,
  wordWrap: "on",
  wordBasedSuggestions: "off",
  quickSuggestions: { other: true, strings: true, comments: false },
  suggest: { showIcons: false, preview: false },
  // Keyboard users must be able to leave; Ctrl+M lets Tab indent.
  tabFocusMode: true,
  tabSize: 2,
  fixedOverflowWidgets: true,
  scrollbar: { alwaysConsumeMouseWheel: false, verticalScrollbarSize: 10, horizontalScrollbarSize: 10 },
  bracketPairColorization: { enabled: false },
  matchBrackets: "near",
  unicodeHighlight: { ambiguousCharacters: false, invisibleCharacters: true },
  links: false,
  contextmenu: false,
  stickyScroll: { enabled: false },
};

const withLf = (text: string) => text.replaceAll("\r\n", "\n");

/** On Windows Monaco would end lines with CR LF: not what the form holds, and offsets would count differently. */
function keepLineEnds(editor: Monaco.editor.IStandaloneCodeEditor, text: string) {
  if (!text.includes("\r\n")) editor.getModel()?.setEOL(monaco.editor.EndOfLineSequence.LF);
}

/** Monaco with the template language. Uncontrolled: feeding its own text back would lose characters typed meanwhile. */
export function MonacoTemplateEditor(props: TemplateEditorProps) {
  const { label, language, source, problems, readOnly = false, onReady } = props;
  const editor = useRef<Monaco.editor.IStandaloneCodeEditor>(undefined);
  const marks = useRef<Monaco.editor.IEditorDecorationsCollection>(undefined);
  const handlers = useRef(props);
  handlers.current = props;

  const drawMarks = () => {
    const model = editor.current?.getModel();
    if (!model) return;
    const rangeOf = (offset: number, length: number) =>
      monaco.Range.fromPositions(model.getPositionAt(offset), model.getPositionAt(offset + length));
    marks.current?.set(
      placeholdersOf(model.getValue()).map(({ offset, length }) => ({
        range: rangeOf(offset, length),
        options: { inlineClassName: "rounded-sm bg-accent-subtle" },
      })),
    );
    monaco.editor.setModelMarkers(
      model,
      "template",
      handlers.current.problems.map(({ severity, message, offset, length }) => {
        const { startLineNumber, startColumn, endLineNumber, endColumn } = rangeOf(offset, Math.max(1, length));
        const level = severity === "error" ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning;
        return { severity: level, message, startLineNumber, startColumn, endLineNumber, endColumn };
      }),
    );
  };

  const mount = (mounted: Monaco.editor.IStandaloneCodeEditor) => {
    editor.current = mounted;
    marks.current = mounted.createDecorationsCollection();
    const model = mounted.getModel();
    if (model) sources.set(model, handlers.current.source);
    keepLineEnds(mounted, props.defaultValue);
    mounted.onDidBlurEditorWidget(() => handlers.current.onBlur?.());
    drawMarks();
    onReady?.({
      setText: (text) => {
        if (withLf(text) === withLf(mounted.getValue())) return;
        mounted.setValue(text);
        keepLineEnds(mounted, text);
      },
      focus: () => mounted.focus(),
    });
  };
  useEffect(() => () => onReady?.(undefined), [onReady]);

  useEffect(() => {
    const model = editor.current?.getModel();
    if (model) sources.set(model, source);
  }, [source]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: reads the latest props through a ref
  useEffect(drawMarks, [problems]);

  return (
    <Editor
      height="100%"
      theme={themeName}
      defaultValue={props.defaultValue}
      language={languageId(language)}
      options={{ ...options, ariaLabel: label, readOnly, domReadOnly: readOnly }}
      loading={null}
      onMount={(mounted) => mount(mounted as unknown as Monaco.editor.IStandaloneCodeEditor)}
      onChange={(text = "") => handlers.current.onChange(text)}
    />
  );
}
