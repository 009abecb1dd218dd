import type { Run, Task } from "../builtins/builtin";
import type { ScriptMail } from "../host";
import { asText } from "../values/convert";
import { fail } from "../values/errors";
import { deeper } from "../values/size";
import { Collection, FileValue, List, settled, type Value } from "../values/value";
import { inHostsWords } from "./host-error";

type Attributes = ReadonlyMap<string, readonly Value[]>;

/** Items of lists and collections in place of them. */
function flat(values: readonly Value[], run: Run, depth = 0): Value[] {
  return values.flatMap((given) => {
    const value = settled(given);
    const items =
      value instanceof List ? value.items : value instanceof Collection ? [...value.entries.values()] : undefined;
    if (!items) return value === null ? [] : [value];
    run.spend(items.length);
    return flat(items, run, deeper(depth));
  });
}

/** Pieces between commas that stand outside quotes and angle brackets. */
function atCommas(text: string): string[] {
  const pieces = [""];
  let isQuoted = false;
  for (const char of text) {
    if (char === '"') isQuoted = !isQuoted;
    if (char === "," && !isQuoted) pieces.push("");
    else pieces[pieces.length - 1] += char;
  }
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== "");
}

function addresses(attributes: Attributes, key: string, run: Run): string[] {
  const found = flat(attributes.get(key) ?? [], run).flatMap((value) => atCommas(asText(value, run)));
  for (const address of found) {
    // A line break would start another header.
    const isAddress = /^[^\r\n]*[^\s@<>]@[^\s@<>]+>?$/.test(address);
    if (!isAddress) fail(`'${address.slice(0, 80)}' in ${key.toUpperCase()} is not an email address`);
  }
  return found;
}

function required(attributes: Attributes, key: string, run: Run): string[] {
  const found = addresses(attributes, key, run);
  return found.length > 0 ? found : missing(key);
}

const missing = (key: string): never => fail(`'${key.toUpperCase()}' message is missing for sendmail task`);

function textOf(attributes: Attributes, key: string, run: Run): string | null {
  const value = attributes.get(key)?.[0] ?? null;
  return value === null ? null : asText(value, run);
}

function files(attributes: Attributes, run: Run): FileValue[] {
  return flat(attributes.get("attachments") ?? [], run).map((value) =>
    value instanceof FileValue ? value : fail("attachments takes files: write file:report"),
  );
}

function contentType(attributes: Attributes, run: Run): ScriptMail["contentType"] {
  const given = textOf(attributes, "content type", run)?.trim().toLowerCase() ?? "html";
  return /plain|^text$/.test(given) ? "text" : "html";
}

function mailOf(attributes: Attributes, run: Run): ScriptMail {
  const [from = ""] = required(attributes, "from", run);
  const to = required(attributes, "to", run);
  const [replyTo = null] = addresses(attributes, "reply to", run);
  return {
    ...{ from, to, cc: addresses(attributes, "cc", run), bcc: addresses(attributes, "bcc", run), replyTo },
    subject: (textOf(attributes, "subject", run) ?? "").replace(/[\r\n]+/g, " "),
    message: textOf(attributes, "message", run) ?? missing("message"),
    contentType: contentType(attributes, run),
    attachments: files(attributes, run),
  };
}

/** `sendmail [ … ]` (spec/deluge.md §8): a statement, without a result. */
export const sendmail: Task = {
  path: "sendmail",
  attributes: [
    { key: "from", type: "text", isRequired: true, doc: "zoho.adminuserid, zoho.loginuserid or a verified address." },
    { key: "to", type: "any", isRequired: true, doc: "Addresses: text with commas, or a list." },
    { key: "cc", type: "any", doc: "Addresses." },
    { key: "bcc", type: "any", doc: "Addresses no reader sees." },
    { key: "reply to", type: "text", doc: "Where an answer goes." },
    { key: "subject", type: "text", doc: "Subject." },
    { key: "message", type: "text", isRequired: true, doc: "Text of the mail, HTML allowed." },
    { key: "content type", type: "text", bareWords: ["HTML", "TEXT", "PLAIN"], doc: "HTML, or TEXT for plain text." },
    { key: "attachments", type: "any", doc: "file:report, several with commas, or a list of files." },
  ],
  returns: "void",
  doc: "Sends a mail.",
  section: "§8",
  async call(run, attributes) {
    const mail = mailOf(attributes, run);
    run.spendMail();
    try {
      await run.host.sendMail(mail);
    } catch (error) {
      inHostsWords(error);
    }
    return null;
  },
};
