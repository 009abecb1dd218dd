import { asText, isTrue } from "../values/convert";
import { fail } from "../values/errors";
import { firstPlace, folded, placesOf } from "../values/find-text";
import { checkLength, spendLength } from "../values/size";
import type { Value } from "../values/value";
import type { Builtin, Parameter, Run } from "./builtin";
import { matchesWhole, regexOf, replaceMatches } from "./regex";

const onText = { on: ["text"], section: "§9.1", returns: "text" } as const;
const longestIgnoringCase = 300 * 1024;

const parameters: readonly Parameter[] = [
  { name: "find", type: "text", doc: "A regular expression, unless literal." },
  { name: "replacement", type: "text", doc: "$1 stands for the first group." },
  { name: "literal", type: "boolean", isOptional: true, doc: "true: find is plain text." },
];

/** `whole` is the text to search, in small letters when case doesn't matter. */
function replacePlain(run: Run, text: string, places: Iterable<number>, length: number, replacement: string): string {
  let result = "";
  let from = 0;
  for (const at of places) {
    result += text.slice(from, at) + replacement;
    from = at + length;
    checkLength(result.length, run);
  }
  result += text.slice(from);
  spendLength(result.length, run);
  return result;
}

function replace(onlyFirst: boolean, ignoresCase: boolean) {
  return (run: Run, self: Value, find: Value = null, by: Value = null, literal?: Value): string => {
    const [text, wanted, replacement] = [asText(self, run), asText(find, run), asText(by, run)];
    if (ignoresCase && text.length > longestIgnoringCase) fail("The text is longer than 300 KB");
    if (literal === undefined || !isTrue(literal, run)) {
      return replaceMatches(run, text, regexOf(wanted, ignoresCase), replacement, onlyFirst);
    }
    const [searched, sought] = ignoresCase ? [folded(text), folded(wanted)] : [text, wanted];
    if (!onlyFirst) return replacePlain(run, text, placesOf(searched, sought), wanted.length, replacement);
    const at = wanted === "" ? -1 : firstPlace(searched, sought);
    return replacePlain(run, text, at < 0 ? [] : [at], wanted.length, replacement);
  };
}

/** Regular expressions (spec/deluge.md §9.1). */
export const textReplace: readonly Builtin[] = [
  {
    ...{ ...onText, name: "replaceAll", parameters },
    doc: "Replaces every match of a regular expression, or every occurrence of a literal text.",
    example: '"a.b.c".replaceAll(".","-",true) -> a-b-c',
    call: replace(false, false),
  },
  {
    ...{ ...onText, name: "replaceFirst", parameters },
    doc: "Replaces the first match of a regular expression, or the first occurrence of a literal text.",
    example: '"5th of May".replaceFirst("(st|nd|rd|th)","") -> 5 of May',
    call: replace(true, false),
  },
  {
    ...{ ...onText, name: "replaceAllIgnoreCase", parameters },
    doc: "Like replaceAll, upper and lower case being the same. Texts up to 300 KB.",
    example: '"Yes yes YES".replaceAllIgnoreCase("yes","no") -> no no no',
    call: replace(false, true),
  },
  {
    ...{ ...onText, name: "replaceFirstIgnoreCase", parameters },
    doc: "Like replaceFirst, upper and lower case being the same. Texts up to 300 KB.",
    example: '"Yes yes".replaceFirstIgnoreCase("YES","no") -> no yes',
    call: replace(true, true),
  },
  {
    ...{ ...onText, name: "matches", parameters: [{ name: "regex", type: "text" }], returns: "boolean" },
    doc: "Whether the whole text matches the regular expression.",
    example: '"2026".matches("[0-9]+") -> true',
    call: (run, self, given = null) => matchesWhole(run, asText(self, run), regexOf(asText(given, run), false)),
  },
];
