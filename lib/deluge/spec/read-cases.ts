/**
 * Cases in a `.deluge` file, one after the other:
 *
 *   //= §9.1 length counts characters        its name; DECISION cases say so
 *   //: args {"x": 1}                        also options, limits, http, zone
 *   return x + "abc".length();               the code; its first line is line 1
 *   //> 4                                    what must come of it
 *
 * `//> 4` text of the returned value · `//> json "a\nb"` the same as a JSON string · `//> error 2: message` ·
 * `//> info a` a line of the log · `//> save 2: message` and `//> warning 2: message`, which begin a diagnostic ·
 * `//> sent POST https://host/path body` an outgoing call.
 */
export type Case = {
  name: string;
  file: string;
  /** Of its header in the file, from 1. */
  line: number;
  arguments: Record<string, unknown>;
  options: Record<string, unknown>;
  limits: Record<string, number>;
  zone: string | undefined;
  replies: { status: number; type: string; body: string }[];
  source: string;
  expected: Expected;
};

export type Expected = {
  /** Undefined when no result is expected to be looked at. */
  result?: string;
  error?: string;
  info: string[];
  save: string[];
  warnings: string[];
  sent: string[];
};

export function readCases(file: string, text: string): Case[] {
  const cases: Case[] = [];
  let code: string[] = [];
  let one: Case | undefined;
  let isCode = false;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const at = `${file}:${index + 1}`;
    if (line.startsWith("//= ")) {
      one = begin(file, index + 1, line.slice(4).trim());
      cases.push(one);
      [code, isCode] = [[], false];
    } else if (one && !isCode && line.startsWith("//: ")) direct(one, line.slice(4), at);
    else if (one && line.startsWith("//>")) expect(one.expected, line.slice(3), at);
    else if (one) {
      isCode = isCode || line.trim() !== "";
      if (isCode) code.push(line);
      one.source = code.join("\n").trimEnd();
    } else if (line.trim() !== "" && !line.startsWith("//")) throw new Error(`${at}: code before the first //= line`);
  }
  return cases;
}

const begin = (file: string, line: number, name: string): Case => ({
  ...{ name, file, line, arguments: {}, options: {}, limits: {}, zone: undefined, replies: [], source: "" },
  expected: { info: [], save: [], warnings: [], sent: [] },
});

function direct(one: Case, words: string, at: string) {
  const [verb = "", rest = ""] = split(words);
  if (verb === "args") one.arguments = JSON.parse(rest);
  else if (verb === "options") one.options = JSON.parse(rest);
  else if (verb === "limits") one.limits = JSON.parse(rest);
  else if (verb === "zone") one.zone = rest;
  else if (verb === "http") {
    const [status = "", after = ""] = split(rest);
    const [type = "", body = ""] = split(after);
    one.replies.push({ status: Number(status), type, body });
  } else throw new Error(`${at}: there is no //: ${verb}`);
}

function expect(expected: Expected, words: string, at: string) {
  const text = words.startsWith(" ") ? words.slice(1) : words;
  const [verb = "", rest = ""] = split(text);
  if (verb === "error") expected.error = rest;
  else if (verb === "info") expected.info.push(rest);
  else if (verb === "save") expected.save.push(rest);
  else if (verb === "warning") expected.warnings.push(rest);
  else if (verb === "sent") expected.sent.push(rest);
  else if (expected.result !== undefined) throw new Error(`${at}: a second result`);
  else expected.result = verb === "json" ? JSON.parse(rest) : text;
}

function split(text: string): [string, string] {
  const space = text.indexOf(" ");
  return space < 0 ? [text, ""] : [text.slice(0, space), text.slice(space + 1)];
}

export const isChecked = ({ result, error, info, save, warnings, sent }: Expected) =>
  result !== undefined || error !== undefined || info.length + save.length + warnings.length + sent.length > 0;
