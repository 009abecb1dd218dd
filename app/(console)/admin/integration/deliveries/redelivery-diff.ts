import type { Comparison } from "@/lib/runtime/redeliver-current";

type Sent = Comparison["before"];
export type RequestPart = { label: string; before: string; after: string };

/** The parts of two requests as texts to set side by side: request line, headers, body. */
export const requestParts = (before: Sent, after: Sent): RequestPart[] => {
  const [bodyBefore, bodyAfter] = bodies(before.body, after.body);
  return [
    { label: "Method and URL", before: `${before.method} ${before.url}`, after: `${after.method} ${after.url}` },
    { label: "Headers", before: headerLines(before.headers), after: headerLines(after.headers) },
    { label: "Body", before: bodyBefore, after: bodyAfter },
  ];
};

const headerLines = (headers: Record<string, string>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .toSorted()
    .join("\n");

/** JSON on one line is set out, so that one changed value does not mark all of it; what differs only in spaces stays raw. */
function bodies(before: string | null, after: string | null): [string, string] {
  const raw: [string, string] = [before ?? "", after ?? ""];
  if (raw.some((text) => text.includes("\n"))) return raw;
  const [one, other] = raw.map(setOut);
  if (one === undefined || other === undefined || (one === other && raw[0] !== raw[1])) return raw;
  return [one, other];
}

function setOut(text: string): string | undefined {
  try {
    return text === "" ? "" : JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return undefined;
  }
}
