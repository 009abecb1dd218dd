import type { languages } from "monaco-editor/editor";
import { codeActions } from "@/lib/deluge/language/code-actions";
import { folding } from "@/lib/deluge/language/folding";
import { semanticTokens, tokenModifiers, tokenTypes } from "@/lib/deluge/language/semantic-tokens";
import { type DocumentSymbol, symbols } from "@/lib/deluge/language/symbols";
import { format } from "@/lib/deluge/syntax/format";
import { type Api, contexts, type Model, rangeOf } from "./language-contexts";

/** Blocks and comments that fold; the closing bracket stays in sight. */
export const foldingProvider = ({ languages: { FoldingRangeKind } }: Api): languages.FoldingRangeProvider => ({
  provideFoldingRanges: (model) =>
    folding(model.getValue(), contexts.get(model)).map(({ start, end, kind }) => ({
      start: model.getPositionAt(start).lineNumber,
      end: model.getPositionAt(end).lineNumber - (kind === "block" ? 1 : 0),
      ...(kind === "comment" && { kind: FoldingRangeKind.Comment }),
    })),
});

/** Lays the script out; one with errors is left alone. */
export const formatProvider: languages.DocumentFormattingEditProvider = {
  provideDocumentFormattingEdits(model) {
    const made = format(model.getValue());
    return "text" in made ? [{ range: model.getFullModelRange(), text: made.text }] : [];
  },
};

/** The language's own ways to mend what it complains about. */
export const fixProvider = (api: Api): languages.CodeActionProvider => ({
  provideCodeActions(model, range, { markers }) {
    const at = { start: model.getOffsetAt(range.getStartPosition()), end: model.getOffsetAt(range.getEndPosition()) };
    const actions = codeActions(model.getValue(), at, contexts.get(model)).map(({ title, edits, ...action }) => ({
      title,
      kind: "quickfix",
      isPreferred: action.isPreferred,
      diagnostics: markers.filter(({ message }) => message === action.diagnostic.message),
      edit: {
        edits: edits.map((edit) => ({
          resource: model.uri,
          versionId: model.getVersionId(),
          textEdit: { range: rangeOf(api, model, edit), text: edit.text },
        })),
      },
    }));
    return { actions, dispose: () => undefined };
  },
});

/** Colours by meaning, over the words' own. */
export const tokensProvider: languages.DocumentSemanticTokensProvider = {
  getLegend: () => ({ tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] }),
  provideDocumentSemanticTokens(model) {
    const data: number[] = [];
    let [line, column] = [1, 1];
    const add = (start: number, end: number, type: number, modifiers: number) => {
      const at = model.getPositionAt(start);
      const isSameLine = at.lineNumber === line;
      data.push(at.lineNumber - line, isSameLine ? at.column - column : at.column - 1, end - start, type, modifiers);
      [line, column] = [at.lineNumber, at.column];
    };
    for (const { start, end, type, modifiers } of semanticTokens(model.getValue(), contexts.get(model))) {
      const bits = modifiers.reduce((sum, modifier) => sum | (1 << tokenModifiers.indexOf(modifier)), 0);
      // A token ends with its line at the latest; comments over several lines keep the colour of their words.
      if (model.getPositionAt(start).lineNumber === model.getPositionAt(end).lineNumber)
        add(start, end, tokenTypes.indexOf(type), bits);
    }
    return { data: new Uint32Array(data) };
  },
  releaseDocumentSemanticTokens: () => undefined,
};

/** The outline, for “Go to symbol”. */
export function symbolProvider(api: Api): languages.DocumentSymbolProvider {
  const { SymbolKind } = api.languages;
  const kinds = { function: SymbolKind.Function, variable: SymbolKind.Variable, parameter: SymbolKind.Variable };
  const entry = (
    model: Model,
    { name, detail, kind, span, selection, children }: DocumentSymbol,
  ): languages.DocumentSymbol => ({
    ...{ name, detail, kind: kinds[kind], tags: [], children: children.map((child) => entry(model, child)) },
    ...{ range: rangeOf(api, model, span), selectionRange: rangeOf(api, model, selection) },
  });
  return {
    provideDocumentSymbols: (model) =>
      symbols(model.getValue(), contexts.get(model)).map((symbol) => entry(model, symbol)),
  };
}
