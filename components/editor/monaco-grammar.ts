import type { languages } from "monaco-editor/editor";

export type TemplateLanguage = "json" | "xml" | "plain";
export const languageId = (language: TemplateLanguage) => `template-${language}`;

/** The colouring of a body with placeholders; those may stand anywhere, inside strings too. */
export function templateGrammar(language: TemplateLanguage): languages.IMonarchLanguage {
  const holes: languages.IMonarchLanguageRule[] = [
    [/\{#/, "comment", "@comment"],
    [/\{\{-?/, "placeholder", "@hole"],
    [/\{%-?/, "placeholder", "@hole"],
  ];
  const inside: Record<TemplateLanguage, languages.IMonarchLanguageRule[]> = {
    json: [
      [/"(?=(?:[^"\\{]|\\.)*"\s*:)/, "key", "@key"],
      [/["“”]/, "string", "@string"],
      [/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/, "number"],
      [/\b(?:true|false|null)\b/, "literal"],
      [/[{}[\],:]/, "delimiter"],
    ],
    xml: [
      [/<!--/, "comment", "@xmlComment"],
      [/<[/?!]?[\w:.-]*/, "tag", "@tag"],
      [/&#?\w+;/, "literal"],
    ],
    plain: [[/[&=]/, "delimiter"]],
  };
  return {
    defaultToken: "",
    tokenPostfix: "",
    tokenizer: {
      root: [...holes, ...inside[language]],
      key: [...holes, [/[^"\\{]+|\\.|\{/, "key"], [/"/, "key", "@pop"]],
      string: [...holes, [/[^"“”\\{]+|\\.|\{/, "string"], [/["“”]/, "string", "@pop"]],
      comment: [
        [/#\}/, "comment", "@pop"],
        [/./, "comment"],
      ],
      xmlComment: [
        [/-->/, "comment", "@pop"],
        [/./, "comment"],
      ],
      tag: [
        ...holes,
        [/"[^"{]*/, "string", "@value"],
        [/[/?]?>/, "tag", "@pop"],
        [/[\w:.-]+/, "key"],
        [/=/, "delimiter"],
      ],
      value: [...holes, [/"/, "string", "@pop"], [/[^"{]+|\{/, "string"]],
      hole: [
        [/-?(?:\}\}|%\})/, "placeholder", "@pop"],
        [/(\|\s*)(\w+)/, ["delimiter", "filter"]],
        [/"[^"]*"|'[^']*'/, "string"],
        [/\b(?:if|elseif|else|endif|for|endfor|in|not|and|or|true|false|null)\b/, "word"],
        [/\d+(?:\.\d+)?/, "number"],
        [/[^\s|"'}%-]+|./, "placeholder"],
      ],
    },
  };
}
