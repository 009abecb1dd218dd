import { readFileSync } from "node:fs";
import path from "node:path";
import type { Builtin, FreeFunction, Parameter, Task, TypeName } from "@/lib/deluge/builtins/builtin";
import { builtins, freeFunctions, systemVariables, tasks } from "@/lib/deluge/builtins/index";
import { check } from "@/lib/deluge/check/check";
import { keywordDocs, operatorWords } from "@/lib/deluge/language/snippets";
import { defaultLimits, defaultOptions, sourceLimits } from "@/lib/deluge/options";
import { typeNames } from "@/lib/deluge/values/value";
import { foreign, forms, literals, operators, refused } from "./deluge-docs-samples";

// docs/deluge.md: everything in it comes from the registry, from the checks themselves, or from samples that are checked.

/** Outside code, what begins a tag would be one. */
const cellText = (cell: string) =>
  cell
    .split(/(`+[^`]*`+)/)
    .map((part) => (part.startsWith("`") ? part : part.replaceAll("<", "&lt;")))
    .join("")
    .replaceAll("|", "\\|")
    .replaceAll("\n", " ");

const row = (...cells: readonly string[]) => `| ${cells.map(cellText).join(" | ")} |`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [row(...head), row(...head.map(() => "---")), ...rows.map((cells) => row(...cells))].join("\n");

const code = (text: string) => {
  const flat = text.replaceAll("\n", " ").replaceAll("\t", "");
  return flat.includes("`") ? `\`\` ${flat} \`\`` : `\`${flat}\``;
};

const typeText = (type: TypeName) => (type === "any" ? "any" : type === "void" ? "–" : typeNames[type]);

const parameterText = ({ name, isOptional, isRest }: Parameter) =>
  isRest ? `${name}…` : isOptional ? `[${name}]` : name;

const called = (name: string, parameters: readonly Parameter[]) =>
  code(`${name}(${parameters.map(parameterText).join(", ")})`);

const aliasesOf = ({ aliases = [] }: { aliases?: readonly string[] }) =>
  aliases.length > 0 ? `; also ${aliases.map(code).join(", ")}` : "";

/** What the checks say to a source: its errors, or its warnings when it has none. */
function verdict(source: string): string {
  const { diagnostics } = check(source);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const said = errors.length > 0 ? errors : diagnostics.filter(({ severity }) => severity === "warning");
  const fixes = said.flatMap(({ fixes: [fix] = [] }) => (fix ? [fix.title] : []));
  return [...new Set([...said.map(({ message }) => message), ...fixes])].join(". ");
}

/** The documented members of a type in options.ts: its comments are the documentation. */
function membersOf(source: string, type: string): [name: string, doc: string, values: string][] {
  const body = new RegExp(`export type ${type} = \\{([\\s\\S]*?)\\n\\};`).exec(source)?.[1] ?? "";
  const members = body.matchAll(/(?:\/\*\* ([\s\S]*?) \*\/\s*)?(\w+): ([^;]+);/g);
  return [...members].map(([, doc = "", name = "", values = ""]) => [name, doc.replaceAll(/\s+\*?\s*/g, " "), values]);
}

const areas: readonly [section: string, title: string][] = [
  ["§9.1", "Text"],
  ["§9.2", "Numbers"],
  ["§9.3", "Dates and times"],
  ["§9.5", "Lists"],
  ["§9.6", "Maps (KEY-VALUE)"],
  ["§9.7", "Collections"],
  ["§9.8", "JSON and XML"],
  ["§9.9", "Checks"],
  ["§9.10", "Files"],
  ["§9.11", "Encoding and encryption"],
  ["§7", "Calls over HTTP"],
];
const elsewhere = "Conversion and helpers";

const areaOf = (section: string) => areas.find(([known]) => known === section)?.[1] ?? elsewhere;

const receiver = ({ on }: Builtin) => on.map((kind) => typeText(kind)).join(", ");

const methodRow = (entry: Builtin) => [
  `${called(entry.name, entry.parameters)}${aliasesOf(entry)}`,
  receiver(entry),
  typeText(entry.returns),
  entry.doc,
  entry.example ? code(entry.example) : "",
];

const freeRow = (entry: FreeFunction) => [
  `${called(entry.path, entry.parameters)}${aliasesOf(entry)}`,
  "called by its name",
  typeText(entry.returns),
  entry.doc,
  entry.example ? code(entry.example) : "",
];

function functionTables(): string {
  const head = ["Function", "On", "Gives", "What it does", "Example"];
  return [...areas.map(([, title]) => title), elsewhere]
    .map((title) => {
      const byName = <Entry>(entries: Entry[], name: (entry: Entry) => string) =>
        entries.sort((a, b) => (name(a).toLowerCase() < name(b).toLowerCase() ? -1 : 1));
      const methods = byName(
        builtins.filter(({ section }) => areaOf(section) === title),
        ({ name }) => name,
      ).map(methodRow);
      const free = byName(
        freeFunctions.filter(({ section }) => areaOf(section) === title),
        ({ path }) => path,
      ).map(freeRow);
      return `### ${title}\n\n${table(head, [...methods, ...free])}`;
    })
    .join("\n\n");
}

const taskText = (task: Task) =>
  [
    `### ${code(task.path)}`,
    task.doc,
    table(
      ["Attribute", "Type", "Meaning"],
      task.attributes.map(({ key, type, isRequired, doc, bareWords = [] }) => {
        const words = [...new Set(bareWords.map((word) => word.toUpperCase()))];
        const unquoted = words.length > 0 ? ` Without quotes: ${words.join(", ")}.` : "";
        return [`${code(key)}${isRequired ? " (required)" : ""}`, typeText(type), doc + unquoted];
      }),
    ),
  ].join("\n\n");

function limitsTable(source: string): string {
  const texts: Record<string, string> = { mails: "Mails sent." };
  return table(
    ["Limit", "Default", "Counts"],
    membersOf(source, "Limits").map(([name, doc]) => [
      code(name),
      defaultLimits[name as keyof typeof defaultLimits].toLocaleString("en"),
      doc || (texts[name] ?? ""),
    ]),
  );
}

const optionsTable = (source: string) =>
  table(
    ["Option", "Values", "Here", "What it decides"],
    membersOf(source, "Options").map(([name, doc, values]) => [
      code(name),
      values.replaceAll('"', "").replaceAll(" | ", ", "),
      defaultOptions[name as keyof typeof defaultOptions],
      doc,
    ]),
  );

/** The whole document; `root` is the checkout. */
export function delugeDocs(root: string): string {
  const options = readFileSync(path.join(root, "lib/deluge/options.ts"), "utf8");
  const sections: [title: string, ...parts: string[]][] = [
    [
      "Deluge in Hookdesk",
      "Callback custom functions are written in Deluge, as on the help desks that scripts come from. This is what the interpreter in `lib/deluge` understands. The file is made by `node scripts/deluge-docs.mjs` from the registry of functions and from the checks themselves; a test fails when it is out of date.",
      '`npm run deluge -- check FILE…` says what is wrong with scripts, one JSON line per file; `npm run deluge -- run FILE --args \'{"name": "value"}\'` runs one, and calls out only with `--allow-net`.',
      `Variables, map keys and paths of functions are case-sensitive; keywords, types and names of the library are not. ${builtins.length} methods, ${freeFunctions.length} functions called by name, ${tasks.length} tasks.`,
    ],
    [
      "Values",
      table(
        ["Type", "Written", "Note"],
        literals.map(([type, source, note]) => [type, code(source), note]),
      ),
    ],
    [
      "Statements",
      "A statement ends with `;`, which may be missing after `]`, before `}` and at the end. A source is either a bare body, whose parameters are declared in its form, or functions with headers, of which the first one runs.",
      table(
        ["Form", "What it does"],
        forms.map(({ source, doc, keyword }) => [code(source), doc ?? keywordDocs[keyword ?? ""] ?? ""]),
      ),
    ],
    [
      "Operators",
      "From the strongest to the weakest; all bind to the left, and `.method()` binds tighter than any of them, so `1.4 + 3.6.round(0)` rounds 3.6 alone.",
      table(
        ["Operators", "Meaning"],
        operators.map(([signs, meaning]) => [signs.split(" ").map(code).join(" "), meaning]),
      ),
      `Words between two operands: ${operatorWords.map(code).join(", ")}.`,
    ],
    [
      "Refused, and why",
      "Statements of other products and other languages are read and refused when the function is saved, with these words.",
      table(
        ["Written", "Answer"],
        refused.map((source) => [code(source), verdict(source)]),
      ),
    ],
    [
      "Names of other languages",
      "The message says what was meant, and the editor offers to write it.",
      table(
        ["Written", "Answer"],
        foreign.map((source) => [code(source), verdict(source)]),
      ),
    ],
    ["Tasks", ...tasks.map(taskText)],
    ["Functions", "`x.f(a)` and `f(x, a)` are the same call. Arguments in brackets may be left out.", functionTables()],
    [
      "System variables",
      table(
        ["Name", "Type", "Meaning"],
        systemVariables.map(({ path, type, doc }) => [code(path), typeText(type), doc]),
      ),
    ],
    [
      "Limits",
      "What one execution may use up. Running out ends it, and `catch` does not hold it up.",
      limitsTable(options),
      `A source has at most ${sourceLimits.length.toLocaleString("en")} characters and ${sourceLimits.depth} levels of brackets and blocks. Patterns (\`matches\`, \`replaceAll\`) are matched in linear time: no look-around and no back-references.`,
    ],
    [
      "Options",
      "Where the vendor's documents leave a question open, this is how it is answered; each can be switched for one run.",
      optionsTable(options),
    ],
  ];
  return `${sections
    .map(([title, ...parts], index) => [`${index === 0 ? "#" : "##"} ${title}`, ...parts].join("\n\n"))
    .join("\n\n")}\n`;
}
