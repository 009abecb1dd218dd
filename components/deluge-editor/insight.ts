import type { languages } from "monaco-editor/editor";
import { hover } from "@/lib/deluge/language/hover";
import { signatureHelp } from "@/lib/deluge/language/signature-help";
import { type Api, contexts, rangeOf } from "./language-contexts";

/** What the word under the pointer means. */
export const hoverProvider = (api: Api): languages.HoverProvider => ({
  provideHover(model, position) {
    const found = hover(model.getValue(), model.getOffsetAt(position), contexts.get(model));
    if (!found) return null;
    const code = { value: `\`\`\`deluge\n${found.code}\n\`\`\`` };
    return { range: rangeOf(api, model, found), contents: [code, { value: found.text }] };
  },
});

/** The forms of the call the cursor stands in. */
export const signatureProvider: languages.SignatureHelpProvider = {
  signatureHelpTriggerCharacters: ["(", ","],
  signatureHelpRetriggerCharacters: [")"],
  provideSignatureHelp(model, position) {
    const found = signatureHelp(model.getValue(), model.getOffsetAt(position), contexts.get(model));
    if (!found) return null;
    const signatures = found.signatures.map(({ text, parameters, doc }) => ({
      label: text,
      ...(doc && { documentation: { value: doc } }),
      parameters: parameters.map((one) => ({
        label: [one.start, one.end] as [number, number],
        ...(one.doc && { documentation: one.doc }),
      })),
    }));
    const { active: activeSignature, parameter: activeParameter } = found;
    return { value: { signatures, activeSignature, activeParameter }, dispose: () => undefined };
  },
};
