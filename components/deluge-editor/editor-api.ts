import type * as Monaco from "monaco-editor/editor";
import { format } from "@/lib/deluge/syntax/format";
import type { PaletteItem } from "./palette-items";
import { placed, placementAt } from "./placement";

type CodeEditor = Monaco.editor.IStandaloneCodeEditor;
type SnippetController = Monaco.editor.IEditorContribution & { insert(template: string): void };

/** What a page does with the editor. Lines count from 1. */
export type DelugeEditorApi = {
  text(): string;
  setText(text: string): void;
  focus(): void;
  /** Shows a line and selects it; with `focus` the keyboard goes there. */
  goTo(line: number, column?: number, focus?: boolean): void;
  /** Writes a palette element at a position, the cursor's when left out, with its tab stops open. */
  insert(item: PaletteItem, position?: Monaco.IPosition): void;
  /** Lays the script out; false when it has errors. */
  format(): Promise<boolean>;
};

const withLf = (text: string) => text.replaceAll("\r\n", "\n");

export function editorApi(editor: CodeEditor): DelugeEditorApi {
  return {
    text: () => editor.getValue(),
    setText: (text) => {
      if (withLf(text) !== withLf(editor.getValue())) editor.setValue(text);
    },
    focus: () => editor.focus(),
    goTo: (line, column, focus = true) => {
      const model = editor.getModel();
      if (!model || line < 1) return;
      const lineNumber = Math.min(line, model.getLineCount());
      if (column === undefined) {
        const endColumn = model.getLineMaxColumn(lineNumber);
        const startColumn = Math.max(1, model.getLineFirstNonWhitespaceColumn(lineNumber));
        editor.setSelection({ startLineNumber: lineNumber, startColumn, endLineNumber: lineNumber, endColumn });
      } else editor.setPosition({ lineNumber, column });
      editor.revealLineInCenterIfOutsideViewport(lineNumber);
      if (focus) editor.focus();
    },
    insert: (item, position = editor.getPosition() ?? { lineNumber: 1, column: 1 }) => {
      const lines = editor.getModel()?.getLinesContent() ?? [];
      const place = placementAt(lines, position.lineNumber, position.column, item.isStatement);
      editor.setPosition({ lineNumber: place.line, column: place.column });
      editor.focus();
      editor.getContribution<SnippetController>("snippetController2")?.insert(placed(item.text, place));
    },
    format: async () => {
      if (!("text" in format(editor.getValue()))) return false;
      await editor.getAction("editor.action.formatDocument")?.run();
      return true;
    },
  };
}
