import type { languages } from "monaco-editor/editor";
import { complete } from "@/lib/deluge/language/complete";
import type { Item } from "@/lib/deluge/language/item";
import { type Api, contexts, type Model, rangeOf } from "./language-contexts";

/** What can be written at the cursor, in the order the language gives it. */
export function completionProvider(api: Api): languages.CompletionItemProvider {
  const { CompletionItemKind: Kind, CompletionItemInsertTextRule: Rule } = api.languages;
  const kinds: Record<Item["kind"], languages.CompletionItemKind> = {
    ...{ function: Kind.Function, method: Kind.Method, variable: Kind.Variable, parameter: Kind.Variable },
    ...{ keyword: Kind.Keyword, snippet: Kind.Snippet, property: Kind.Property, value: Kind.Value },
    ...{ namespace: Kind.Module, task: Kind.Event },
  };
  const suggestionOf = (model: Model, offset: number, item: Item, index: number): languages.CompletionItem => ({
    label: { label: item.label, description: item.detail },
    kind: kinds[item.kind],
    ...(item.doc && { documentation: { value: item.doc } }),
    insertText: item.text,
    ...(item.isSnippet && { insertTextRules: Rule.InsertAsSnippet }),
    range: rangeOf(api, model, item.span),
    // The language has filtered already; its order stays.
    filterText: model.getValueInRange(rangeOf(api, model, { start: item.span.start, end: offset })),
    sortText: String(index).padStart(5, "0"),
    ...(item.also && {
      additionalTextEdits: item.also.map((edit) => ({ range: rangeOf(api, model, edit), text: edit.text })),
    }),
  });
  return {
    triggerCharacters: [".", ":", '"'],
    provideCompletionItems(model, position, { triggerCharacter }) {
      const offset = model.getOffsetAt(position);
      // A quote opens a key, `get("`; what closes a text asks for nothing.
      const before = model.getLineContent(position.lineNumber).slice(0, position.column - 1);
      if (triggerCharacter === '"' && !/[(,[{]\s*"$/.test(before)) return { suggestions: [] };
      const items = complete(model.getValue(), offset, contexts.get(model));
      return { suggestions: items.map((item, index) => suggestionOf(model, offset, item, index)), incomplete: true };
    },
  };
}
