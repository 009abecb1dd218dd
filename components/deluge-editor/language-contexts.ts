import type * as Monaco from "monaco-editor/editor";
import type { Span } from "@/lib/deluge/diagnostic";
import type { LanguageContext } from "@/lib/deluge/language/document";

export type Api = typeof Monaco;
export type Model = Monaco.editor.ITextModel;

/** What the script of each open model may rely on; set by the editor that shows it. */
export const contexts = new WeakMap<Model, LanguageContext>();

/** The range of a span of offsets. */
export function rangeOf({ Range }: Api, model: Model, { start, end }: Span): Monaco.Range {
  return Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end));
}
