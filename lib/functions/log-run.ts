import { mask, redact } from "@/lib/core/secrets";
import { storable } from "@/lib/core/text";
import type { TraceStep } from "@/lib/deluge/run";
import { longestLogged } from "./run";

/** Names of arguments whose values are kept from the history. */
const secretName = /pass(?:word|wd|phrase)?$|secret|token|api[-_ ]?key|access[-_ ]?key|authorization|credential/i;

/** Arguments as the history keeps them: values of secret names and the given secrets masked, cut, storable. */
export function loggedArguments(text: string, secrets: readonly string[]): string {
  return cut(redact(storable(withoutSecrets(text)), secrets), longestLogged.arguments);
}

export const loggedText = (text: string, secrets: readonly string[], longest: number): string =>
  cut(redact(storable(text), secrets), longest);

/** Log lines until they are too long together; a last one tells how many are left out. */
export function loggedInfo(info: readonly string[], secrets: readonly string[]): string[] {
  const kept: string[] = [];
  let length = 0;
  for (const line of info) {
    const text = redact(storable(line), secrets);
    if (length + text.length > longestLogged.info)
      return [...kept, `… ${(info.length - kept.length).toLocaleString("en")} more lines were not kept`];
    length += text.length;
    kept.push(text);
  }
  return kept;
}

/** A name, or what it begins with, anywhere in the text; behind a backslash there could be any. */
const maySecretBeNamed = /pass|secret|token|api[-_ ]?key|access[-_ ]?key|authorization|credential|\\/i;

/** A step as the page shows it: the given secrets masked in the values of variables and the calls. */
export const loggedStep = (step: TraceStep, secrets: readonly string[]): TraceStep =>
  secrets.length === 0
    ? step
    : {
        ...step,
        changes: step.changes.map(({ name, text }) => ({ name, text: redact(text, [...secrets]) })),
        calls: step.calls.map((call) => redact(call, [...secrets])),
      };

function withoutSecrets(text: string): string {
  if (!maySecretBeNamed.test(text)) return text;
  try {
    const masked = JSON.stringify(JSON.parse(text), (name, value: unknown) =>
      secretName.test(name) && value !== null && value !== "" ? mask : value,
    );
    // Written again only where something was masked: numbers beyond 2^53 would lose digits.
    return masked.includes(mask) ? masked : text;
  } catch {
    return text;
  }
}

const cut = (text: string, longest: number) =>
  text.length > longest ? `${text.slice(0, longest).toWellFormed()}…` : text;
