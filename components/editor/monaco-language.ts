import type * as Monaco from "monaco-editor/editor";
import { isTemplateError } from "@/lib/template/errors";
import { completionsAt } from "@/lib/template/language";
import { normaliseKey } from "@/lib/template/path";
import { compileTemplate } from "@/lib/template/template";
import { closingFor } from "./accept-completion";
import { languageId, type TemplateLanguage, templateGrammar } from "./monaco-grammar";
import type { TemplateSource } from "./template-source";

type Api = typeof Monaco;

/** What each open model may name; set by the editor that shows it. */
export const sources = new WeakMap<Monaco.editor.ITextModel, TemplateSource>();

/** Registers colouring, completion and hover of templates, once per page. */
export function registerTemplateLanguages({ languages, Range }: Api) {
  const { CompletionItemKind } = languages;
  const kinds: Record<string, number> = { filter: CompletionItemKind.Function, tag: CompletionItemKind.Keyword };
  for (const language of ["json", "xml", "plain"] satisfies TemplateLanguage[]) {
    const id = languageId(language);
    languages.register({ id });
    languages.setMonarchTokensProvider(id, templateGrammar(language));
    languages.setLanguageConfiguration(id, {
      autoClosingPairs: [
        { open: "{{", close: "}}" },
        { open: "{%", close: "%}" },
        { open: "{", close: "}" },
        { open: "[", close: "]" },
        { open: '"', close: '"' },
      ],
      surroundingPairs: [
        { open: '"', close: '"' },
        { open: "{", close: "}" },
      ],
    });
    languages.registerCompletionItemProvider(id, {
      triggerCharacters: ["{", ".", "|", "%", " "],
      provideCompletionItems(model, position) {
        const text = model.getValue();
        const items = completionsAt(text, model.getOffsetAt(position), sources.get(model)?.known ?? []);
        const suggestions = items.map((item, index) => {
          const start = model.getPositionAt(item.replace.start);
          const end = model.getPositionAt(item.replace.end);
          const closing = closingFor(item, text.slice(0, item.replace.start), text.slice(item.replace.end));
          return {
            label: { label: item.label, description: item.detail },
            kind: kinds[item.kind] ?? CompletionItemKind.Field,
            insertText: `${item.insert}${closing}`,
            range: Range.fromPositions(start, end),
            // The engine has filtered already, and knows that case and blanks don't count.
            filterText: model.getValueInRange(Range.fromPositions(start, position)),
            sortText: String(index).padStart(4, "0"),
          };
        });
        return { suggestions, incomplete: true };
      },
    });
    languages.registerHoverProvider(id, {
      provideHover(model, position) {
        const offset = model.getOffsetAt(position);
        const found = placeholdersOf(model.getValue()).find(
          (candidate) => candidate.offset <= offset && offset < candidate.offset + candidate.length,
        );
        const known = sources.get(model)?.known.find(({ path }) => normaliseKey(path) === found?.path);
        if (!found || !known) return null;
        const [start, end] = [model.getPositionAt(found.offset), model.getPositionAt(found.offset + found.length)];
        return {
          range: Range.fromPositions(start, end),
          contents: [{ value: `**${known.label}** · ${known.kind}` }, { value: `\`${known.path}\`` }],
        };
      },
    });
  }
}

/** The placeholders of a template; none while it can't be read. */
export function placeholdersOf(text: string) {
  try {
    return compileTemplate(text).placeholders;
  } catch (error) {
    if (isTemplateError(error)) return [];
    throw error;
  }
}
