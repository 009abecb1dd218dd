import { decodeText, utf8Bytes } from "../values/bytes";
import { asText } from "../values/convert";
import { fail } from "../values/errors";
import { made } from "../values/size";
import { FileValue, List, type Value } from "../values/value";
import type { Builtin, FreeFunction, Run } from "./builtin";
import { parameter, section } from "./entry";

/** Bytes an archive may unpack to; what invokeurl may download at most (spec/deluge.md §7, §10). */
const unpacked = 15_000_000;

const types = new Map(
  Object.entries({
    ...{ txt: "text/plain", csv: "text/csv", html: "text/html", htm: "text/html", xml: "application/xml" },
    ...{ json: "application/json", pdf: "application/pdf", zip: "application/zip", png: "image/png" },
    ...{ jpg: "image/jpeg", jpeg: "image/jpeg", gif: "image/gif", svg: "image/svg+xml", md: "text/markdown" },
    ...{ log: "text/plain", eml: "message/rfc822", ics: "text/calendar" },
  }),
);

/** Content type by the name's ending. */
export const typeOfName = (name: string) =>
  types.get(name.slice(name.lastIndexOf(".") + 1).toLowerCase()) ?? "application/octet-stream";

const fileOf = (value: Value | undefined): FileValue =>
  value instanceof FileValue ? value : fail("Expected a value of type FILE");

const set = (
  name: string,
  doc: string,
  change: (file: FileValue, value: string) => void,
): Omit<Builtin, "section"> => ({
  ...{ name, doc, on: ["file"], parameters: [parameter("value", "text")], returns: "void" },
  call(run, self, value) {
    change(fileOf(self), asText(value ?? null, run));
    return null;
  },
});

function compressed(run: Run, files: readonly Value[], name: Value | undefined): FileValue {
  const entries = files.map((file) => ({ name: fileOf(file).name, bytes: fileOf(file).bytes }));
  if (entries.length === 0) fail("There is no file to compress");
  run.spend(entries.reduce((total, { bytes }) => total + bytes.length, 0));
  const given = asText(name ?? null, run);
  const bytes = fromTool(() => run.host.tools.zip(entries));
  return new FileValue(/\.zip$/i.test(given) ? given : `${given}.zip`, "application/zip", bytes);
}

/** What a tool can't do is an error of the script. */
function fromTool<Result>(compute: () => Result): Result {
  try {
    return compute();
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

const compressDoc = { doc: "A ZIP archive of it, as a file.", parameters: [parameter("name", "text")] };

/** Files (spec/deluge.md §9.10). */
export const fileBuiltins: readonly Builtin[] = section("§9.10", [
  {
    ...{ name: "getFileName", on: ["file"], parameters: [], returns: "text", doc: "Name of the file." },
    example: '"a".toFile("a.txt").getFileName() -> a.txt',
    call: (_run, self) => fileOf(self).name,
  },
  {
    ...{ name: "getFileSize", on: ["file"], parameters: [], returns: "number", doc: "Bytes of the file." },
    example: '"grün".toFile("a.txt").getFileSize() -> 5',
    call: (_run, self) => fileOf(self).bytes.length,
  },
  {
    ...{ name: "getFileType", on: ["file"], parameters: [], returns: "text", doc: "Content type of the file." },
    example: '"a".toFile("a.csv").getFileType() -> text/csv',
    call: (_run, self) => fileOf(self).type,
  },
  {
    ...{ name: "getFileContent", on: ["file"], parameters: [], returns: "text", doc: "The file's bytes as text." },
    example: '"a,b".toFile("a.csv").getFileContent() -> a,b',
    call: (run, self) => made(decodeText(fileOf(self).bytes, fileOf(self).charset ?? "utf-8"), run),
  },
  set("setFileName", "Renames the file.", (file, value) => {
    file.name = value;
  }),
  set("setFileType", "Sets the content type.", (file, value) => {
    file.type = value;
  }),
  set("setCharset", "Sets the character set its bytes are read in.", (file, value) => {
    decodeText(new Uint8Array(), value);
    file.charset = value;
  }),
  set("setParamName", "Sets the name of its part when invokeurl sends it.", (file, value) => {
    file.paramName = value;
  }),
  set("setFilePassword", "Not available here.", () => fail("Files with a password are not available here")),
  {
    ...{ name: "toFile", on: ["text"], parameters: [parameter("name", "text")], returns: "file" },
    ...{ doc: "A file that holds the text in UTF-8.", example: '"a".toFile("a.txt") -> a.txt' },
    call(run, self, name) {
      const text = asText(self, run);
      run.spend(text.length);
      const given = asText(name ?? null, run);
      return new FileValue(given, typeOfName(given), utf8Bytes(text));
    },
  },
  {
    ...{ name: "compress", on: ["file"], returns: "file", ...compressDoc },
    example: '"a".toFile("a.txt").compress("all") -> all.zip',
    call: (run, self, name) => compressed(run, [self], name),
  },
  {
    ...{ name: "compress", on: ["list"], returns: "file", ...compressDoc },
    call: (run, self, name) => compressed(run, self instanceof List ? self.items : [], name),
  },
  {
    ...{ name: "extract", on: ["file"], parameters: [], returns: "list", doc: "The files in a ZIP archive." },
    example: '"a".toFile("a.txt").compress("all").extract() -> a.txt',
    call(run, self) {
      const entries = fromTool(() => run.host.tools.unzip(fileOf(self).bytes, unpacked));
      run.spend(entries.reduce((total, { bytes }) => total + bytes.length, entries.length));
      return new List(entries.map(({ name, bytes }) => new FileValue(name, typeOfName(name), bytes)));
    },
  },
  {
    ...{ name: "isFile", on: ["any"], parameters: [], returns: "boolean", doc: "Whether it is a file." },
    example: '"a".toFile("a.txt").isFile() -> true',
    call: (_run, self) => self instanceof FileValue,
  },
]);

/** Conversions of files (spec/deluge.md §9.10). */
export const fileFunctions: readonly FreeFunction[] = [
  {
    ...{ path: "zoho.file.convertToPDF", returns: "file", section: "§9.10" },
    parameters: [parameter("file", "any"), { ...parameter("options", "any"), isRest: true, isOptional: true }],
    doc: "Not available here.",
    call: () => fail("zoho.file.convertToPDF is not available here: there is no PDF conversion"),
  },
];
