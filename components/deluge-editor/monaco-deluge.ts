"use client";
import { monaco } from "@/components/editor/monaco";
import { editing, highlight } from "@/lib/deluge/language/highlight";
import { completionProvider } from "./completion";
import { hoverProvider, signatureProvider } from "./insight";
import { fixProvider, foldingProvider, formatProvider, symbolProvider, tokensProvider } from "./structure";

export const delugeId = "deluge";

/** Registers Deluge, once per page. */
function register() {
  const { languages } = monaco;
  // While developing, this module is loaded again whenever a part of the language was edited.
  if (languages.getLanguages().some(({ id }) => id === delugeId)) return;
  languages.register({ id: delugeId });
  languages.setMonarchTokensProvider(delugeId, { ...highlight, tokenPostfix: "" } as never);
  languages.setLanguageConfiguration(delugeId, editing);
  languages.registerCompletionItemProvider(delugeId, completionProvider(monaco));
  languages.registerHoverProvider(delugeId, hoverProvider(monaco));
  languages.registerSignatureHelpProvider(delugeId, signatureProvider);
  languages.registerFoldingRangeProvider(delugeId, foldingProvider(monaco));
  languages.registerDocumentFormattingEditProvider(delugeId, formatProvider);
  languages.registerCodeActionProvider(delugeId, fixProvider(monaco));
  languages.registerDocumentSemanticTokensProvider(delugeId, tokensProvider);
  languages.registerDocumentSymbolProvider(delugeId, symbolProvider(monaco));
}
register();

export { monaco };
