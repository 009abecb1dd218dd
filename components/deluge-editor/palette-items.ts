import { type Snippet, statementSnippets } from "@/lib/deluge/language/snippets";

/** An element of the palette: what it writes, with tab stops, and whether that is a statement. */
export type PaletteItem = { label: string; title: string; text: string; isStatement: boolean };
export type PaletteGroup = { name: string; items: readonly PaletteItem[] };

const names: Record<string, string> = { try: "try / catch", "if else": "if / else" };
const statement = (label: string, title: string, text: string): PaletteItem => ({
  ...{ label, title, text, isStatement: true },
});
const ofSnippet = ({ label, detail, text }: Snippet) => statement(names[label] ?? label, detail, text);

const statements: PaletteItem[] = [
  statement("set variable", "name = value;", `\${1:name} = \${2:value};`),
  ...statementSnippets.map(ofSnippet),
];

const values: PaletteItem[] = [
  statement("map", "name = Map(); name.put(key, value);", `\${1:data} = Map();\n$1.put("\${2:key}", \${3:value});$0`),
  statement("get from map", "x = map.get(key);", `\${1:value} = \${2:data}.get("\${3:key}");$0`),
  statement("list", "name = List(); name.add(value);", `\${1:items} = List();\n$1.add(\${2:value});$0`),
  { label: "now", title: "The date and time now", text: "zoho.currenttime", isStatement: false },
];

const invokeurl = (type: string) =>
  `\${1:response} = invokeurl\n[\n\turl : "\${2:https://}"\n\ttype : ${type}\n${
    type === "GET" ? "" : `\tparameters : \${3:data}.toString()\n\theaders : {"Content-Type":"application/json"}\n`
  }\tdetailed : true\n];$0`;

const desk: PaletteItem[] = [
  statement(
    "create ticket",
    "zoho.sdp.create(module, record)",
    `\${1:request} = Map();\n$1.put("subject", "\${2:Subject}");\n$1.put("description", "\${3:Description}");\n\${4:made} = zoho.sdp.create("Requests", $1);$0`,
  ),
  statement(
    "find tickets",
    "zoho.sdp.getRecords(module, from, count, criteria)",
    `\${1:found} = zoho.sdp.getRecords("Requests", 1, \${2:10}, {"subject":"\${3:Printer}"});$0`,
  ),
  statement(
    "read ticket",
    "zoho.sdp.getRecordById(module, id)",
    `\${1:ticket} = zoho.sdp.getRecordById("Requests", \${2:id});$0`,
  ),
  statement(
    "update ticket",
    "zoho.sdp.update(module, id, record)",
    `\${1:changes} = Map();\n$1.put("status", {"name":"\${2:Open}"});\n\${3:updated} = zoho.sdp.update("Requests", \${4:id}, $1);$0`,
  ),
  statement(
    "add note",
    "zoho.sdp.associate(module, id, note)",
    `\${1:noted} = zoho.sdp.associate("Notes", \${2:id}, {"note":{"description":"\${3:Called back}"}});$0`,
  ),
];

/** In the order they are shown. */
export const palette: readonly PaletteGroup[] = [
  { name: "Statements", items: statements },
  { name: "Values", items: values },
  {
    name: "Tasks",
    items: [
      statement("invokeurl GET", "Reads from a web service", invokeurl("GET")),
      statement("invokeurl POST", "Sends to a web service", invokeurl("POST")),
      statement(
        "sendmail",
        "Sends an e-mail through the outbox",
        `sendmail\n[\n\tfrom : zoho.adminuserid\n\tto : "\${1:ann@example.com}"\n\tsubject : "\${2:Subject}"\n\tmessage : "\${3:Text}"\n];$0`,
      ),
      ...desk,
    ],
  },
];

/** The text a snippet leaves when every tab stop keeps its words: what text boxes elsewhere get of a drag. */
export function plainText(snippet: string): string {
  const words = new Map<string, string>();
  return snippet
    .replace(/\$\{(\d+):((?:\{[^}]*\}|[^{}])*)\}/g, (_, at: string, text: string) => {
      words.set(at, text);
      return text;
    })
    .replace(/\$(\d+)/g, (_, at: string) => words.get(at) ?? "");
}
