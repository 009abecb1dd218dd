import { freeFunctions, systemVariables, tasks } from "../builtins/index";
import { typeWords } from "../syntax/token";
import { keywordDocs } from "./snippets";

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Alternatives, the longest first. */
const anyOf = (words: readonly string[]) =>
  [...new Set(words)]
    .sort((a, b) => b.length - a.length)
    .map(escaped)
    .join("|");

const operatorsInWords = ["in", "not", "and", "or", "is", "contains", "like", "startswith", "endswith"];

/** Colours of the words alone, line by line, as editors paint them before anything is analysed: a Monarch definition. */
export const highlight = {
  ignoreCase: true,
  defaultToken: "",
  keywords: [...Object.keys(keywordDocs), "index"],
  operatorWords: operatorsInWords,
  constants: ["true", "false", "null"],
  types: [...typeWords].filter((word) => /^\w+$/.test(word)),
  blockTasks: tasks.map(({ path }) => path.toLowerCase()).filter((path) => !path.includes(".")),
  bareFunctions: freeFunctions.map(({ path }) => path.toLowerCase()).filter((path) => !path.includes(".")),
  brackets: [
    { open: "{", close: "}", token: "delimiter.curly" },
    { open: "[", close: "]", token: "delimiter.square" },
    { open: "(", close: ")", token: "delimiter.parenthesis" },
  ],
  tokenizer: {
    root: [
      [
        new RegExp(`\\b(?:${anyOf(systemVariables.map(({ path }) => path).filter((path) => path.includes(".")))})\\b`),
        "variable.predefined",
      ],
      [/\bzoho(?:\.\w+)+(?=\s*\()/, "support.function"],
      [/(\.)(\s*)(\w+)(?=\s*\()/, ["delimiter", "", "support.function"]],
      [/(\.)(\s*)(\w+)/, ["delimiter", "", "property"]],
      [
        /[a-z_\u0080-\uffff][\w\u0080-\uffff]*/,
        {
          cases: {
            "@keywords": "keyword",
            "@operatorWords": "keyword.operator",
            "@constants": "constant.language",
            "@blockTasks": "keyword.task",
            "@types": "type",
            "@bareFunctions": "support.function",
            "@default": "identifier",
          },
        },
      ],
      [/\d+\.\d*(?![a-z_])|\.\d+|\d+/, "number"],
      [/\/\/.*$/, "comment"],
      [/\/\*/, "comment", "@comment"],
      [/"/, "string", "@text"],
      [/'(?:[^'\\]|\\.)*'/, "string.quoted"],
      [/[{}()[\]]/, "@brackets"],
      [/[=!<>]=|&&|\|\||[-+*/%]=?|[=<>!]/, "operator"],
      [/[;,.:]/, "delimiter"],
    ],
    comment: [
      [/[^*]+/, "comment"],
      [/\*\//, "comment", "@pop"],
      [/\*/, "comment"],
    ],
    text: [
      [/[^"\\]+/, "string"],
      [/\\["\\ntr]/, "string.escape"],
      [/\\./, "string"],
      [/"/, "string", "@pop"],
    ],
  },
};

/** Brackets, comments and indentation, in the shape editors take. */
export const editing = {
  comments: { lineComment: "//", blockComment: ["/*", "*/"] as [string, string] },
  brackets: [
    ["{", "}"],
    ["[", "]"],
    ["(", ")"],
  ] as [string, string][],
  autoClosingPairs: [
    { open: "{", close: "}" },
    { open: "[", close: "]" },
    { open: "(", close: ")" },
    { open: '"', close: '"', notIn: ["string", "comment"] },
    { open: "'", close: "'", notIn: ["string", "comment"] },
    { open: "/*", close: " */", notIn: ["string"] },
  ],
  surroundingPairs: [
    { open: "{", close: "}" },
    { open: "[", close: "]" },
    { open: "(", close: ")" },
    { open: '"', close: '"' },
    { open: "'", close: "'" },
  ],
  wordPattern: /[a-zA-Z_\u0080-\uffff][\w\u0080-\uffff]*|\d+(?:\.\d+)?/,
  indentationRules: { increaseIndentPattern: /^.*[{[(][^}\])"']*$/, decreaseIndentPattern: /^\s*[}\])]/ },
};
