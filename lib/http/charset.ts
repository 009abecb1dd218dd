// Bytes that differ from ISO-8859-1 in windows-1252, which is what the web means by both. Node's decoder forgets some.
const windows1252 = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ";

const sniffedBytes = 1024;

/** The charset of `content-type`, if it names one. */
const inHeader = (contentType: string) => /charset\s*=\s*["']?([^\s"';,]+)/i.exec(contentType)?.[1];

function byMark([first, second, third]: Buffer): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : undefined;
}

/** What the text says of itself in an XML declaration or, for HTML and where no type is given, a meta element. */
function inText(body: Buffer, contentType: string): string | undefined {
  const [first, second, third, fourth] = body;
  if (first === 0x3c && second === 0 && third === 0x3f && fourth === 0) return "utf-16le";
  if (first === 0 && second === 0x3c && third === 0 && fourth === 0x3f) return "utf-16be";
  const start = body.subarray(0, sniffedBytes).toString("latin1");
  const declared =
    /^\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1] ??
    (/html/i.test(contentType) || contentType === ""
      ? /<meta\s[^>]*?\bcharset\s*=\s*["']?\s*([\w.:-]+)/i.exec(start.replace(/<!--.*?(?:-->|$)/gs, ""))?.[1]
      : undefined);
  // It could be read byte by byte, so it isn't UTF-16 whatever it says.
  return declared !== undefined && /^utf-?16/i.test(declared) ? "utf-8" : declared;
}

/**
 * Text by its byte order mark, the charset of `content-type`, or what the text declares, in this order; else UTF-8. An
 * unknown charset is passed over and bytes that fit none become U+FFFD. The mark is dropped.
 */
export function decodeText(body: Buffer, contentType = ""): string {
  for (const label of [byMark(body), inHeader(contentType), inText(body, contentType)]) {
    const text = label === undefined ? undefined : decodeAs(label, body);
    if (text !== undefined) return text;
  }
  return new TextDecoder().decode(body);
}

function decodeAs(label: string, body: Buffer): string | undefined {
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(label);
  } catch {
    // No such charset: the next best source decides.
    return undefined;
  }
  const text = decoder.decode(body);
  return decoder.encoding === "windows-1252"
    ? text.replace(/[\x80-\x9f]/g, (char) => windows1252[char.charCodeAt(0) - 0x80] ?? char)
    : text;
}
