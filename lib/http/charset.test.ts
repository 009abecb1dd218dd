import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeText } from "./charset";

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part))));
const utf16be = (text: string) => Buffer.from(text, "utf16le").swap16();
const shiftJis = [0x93, 0xfa, 0x96, 0x7b];

test.each<[string, string | undefined, Buffer, string]>([
  ["nothing is UTF-8", undefined, Buffer.from("é"), "é"],
  ["iso-8859-1", "text/plain; charset=iso-8859-1", bytes([0xe9]), "é"],
  ["windows-1252, whole", "text/plain; charset=windows-1252", bytes([0x80, 0x93, 0x9f, 0x81, 0xe9]), "€“Ÿ\x81é"],
  ["single quotes", "text/plain; charset='latin1'", bytes([0x80]), "€"],
  ["Shift_JIS", "text/html; charset=Shift_JIS", bytes(shiftJis), "日本"],
  ["two content types in one", "text/html; charset=Shift_JIS, text/html", bytes(shiftJis), "日本"],
  ["a mark beats the header", "text/plain; charset=iso-8859-1", Buffer.from("\ufeffé"), "é"],
  ["UTF-16LE by mark", "application/json", Buffer.from("\ufeff日", "utf16le"), "日"],
  ["UTF-16BE by mark", undefined, utf16be("\ufeff日"), "日"],
  ["UTF-16 without a mark, XML", "text/xml", Buffer.from("<?xml?><é/>", "utf16le"), "<?xml?><é/>"],
  ["UTF-16BE without a mark, XML", "text/xml", utf16be("<?xml?><é/>"), "<?xml?><é/>"],
  [
    "the XML declaration",
    "application/xml",
    bytes('<?xml version="1.0" encoding="Shift_JIS"?>', shiftJis),
    '<?xml version="1.0" encoding="Shift_JIS"?>日本',
  ],
  [
    "the header beats the declaration",
    "text/xml; charset=utf-8",
    Buffer.from("<?xml version='1.0' encoding='latin1'?>é"),
    "<?xml version='1.0' encoding='latin1'?>é",
  ],
  [
    "a declaration that can't be",
    undefined,
    Buffer.from('<?xml version="1.0" encoding="UTF-16"?>é'),
    '<?xml version="1.0" encoding="UTF-16"?>é',
  ],
  ["meta charset", "text/html", bytes('<meta charset="shift_jis">', shiftJis), '<meta charset="shift_jis">日本'],
  [
    "meta http-equiv",
    "text/html",
    bytes('<META http-equiv=x content="text/html; charset=iso-8859-1">', [0xe9]),
    '<META http-equiv=x content="text/html; charset=iso-8859-1">é',
  ],
  [
    "a meta in a comment",
    "text/html",
    Buffer.from("<!-- <meta charset=latin1> -->é"),
    "<!-- <meta charset=latin1> -->é",
  ],
  [
    "a meta in JSON",
    "application/json",
    Buffer.from('{"a":"<meta charset=latin1>é"}'),
    '{"a":"<meta charset=latin1>é"}',
  ],
  ["an unknown charset", "text/html; charset=klingon", Buffer.from("é"), "é"],
  [
    "an unknown charset, a known meta",
    "text/html; charset=klingon",
    bytes("<meta charset=latin1>", [0xe9]),
    "<meta charset=latin1>é",
  ],
  ["one WHATWG forbids", "text/html; charset=iso-2022-kr", Buffer.from("é"), "é"],
  ["bytes that are none", "text/plain", bytes("a", [0xff], "b"), "a\ufffdb"],
])("%s", (_name, contentType, body, text) => expect(decodeText(body, contentType)).toBe(text));

test("no bytes and no header throw", () => {
  fc.assert(
    fc.property(
      fc.uint8Array(),
      fc.option(
        fc.string().map((label) => `text/html; charset=${label}`),
        { nil: undefined },
      ),
      (body, contentType) => {
        decodeText(Buffer.from(body), contentType);
        decodeText(Buffer.concat([Buffer.from('<?xml encoding="'), Buffer.from(body)]), contentType);
      },
    ),
  );
});
