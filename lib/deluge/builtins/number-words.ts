import { asNumeric, asText } from "../values/convert";
import { digitsOf } from "../values/digits";
import { fail } from "../values/errors";
import type { Builtin } from "./builtin";

const small = (
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen " +
  "eighteen nineteen"
).split(" ");
const tens = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split(" ");

/** American: 1, thousand, million; Indian: 1, thousand, lakh, crore. Three digits in the first group, `size` in the others. */
const scales = {
  short: { size: 3, names: ["", "thousand", "million", "billion", "trillion", "quadrillion", "quintillion"] },
  indian: { size: 2, names: ["", "thousand", "lakh", "crore"] },
} as const;

const languages = new Map([
  ["en-us", { scale: "short", and: "" }],
  ["en-gb", { scale: "short", and: "and " }],
  ["en-in", { scale: "indian", and: "and " }],
] as const);

type Language = { scale: keyof typeof scales; and: string };

function belowHundred(value: number): string {
  if (value < 20) return small[value] ?? "";
  const ten = tens[Math.floor(value / 10)] ?? "";
  return value % 10 ? `${ten}-${small[value % 10]}` : ten;
}

function belowThousand(value: number, and: string): string {
  if (value < 100) return belowHundred(value);
  const hundreds = `${small[Math.floor(value / 100)]} hundred`;
  return value % 100 ? `${hundreds} ${and}${belowHundred(value % 100)}` : hundreds;
}

function wholeWords(digits: string, language: Language): string {
  const trimmed = digits.replace(/^0+(?=\d)/, "");
  if (trimmed === "0") return "zero";
  const { size, names } = scales[language.scale];
  const last = belowThousandWords(trimmed.slice(-3), language.and);
  const groups: string[] = [];
  let rest = trimmed.slice(0, -3);
  for (let at = 1; rest !== ""; at++) {
    const isLast = at === names.length - 1;
    const group = isLast ? rest : rest.slice(-size);
    rest = isLast ? "" : rest.slice(0, -size);
    if (/[1-9]/.test(group))
      groups.unshift(
        `${isLast ? wholeWords(group, language) : belowThousand(Number(group), language.and)} ${names[at]}`,
      );
  }
  if (last === "") return groups.join(" ");
  const needsAnd = groups.length > 0 && language.and !== "" && Number(trimmed.slice(-3)) < 100;
  return [...groups, `${needsAnd ? language.and : ""}${last}`].join(" ");
}

function belowThousandWords(digits: string, and: string): string {
  return Number(digits) === 0 ? "" : belowThousand(Number(digits), and);
}

/** Numbers in words (spec/deluge.md §9.2). */
export const numberWords: readonly Builtin[] = [
  {
    ...{ name: "toWords", on: ["number", "decimal"], section: "§9.2", returns: "text" },
    parameters: [{ name: "language", type: "text", isOptional: true, doc: "en-us (default), en-gb or en-in." }],
    doc: "The number in English words, digit by digit behind the point.",
    example: "(1989.13).toWords() -> one thousand nine hundred eighty-nine point one three",
    call(run, self, given) {
      const name = given === undefined ? "en-us" : asText(given, run).toLowerCase();
      const language = [...languages].find(([known]) => known === name)?.[1];
      if (!language) return fail(`toWords knows the languages ${[...languages.keys()].join(", ")}, not '${name}'`);
      const { isNegative, whole, fraction } = digitsOf(asNumeric(self, run));
      const point = fraction ? ` point ${[...fraction].map((digit) => small[Number(digit)]).join(" ")}` : "";
      return `${isNegative ? "minus " : ""}${wholeWords(whole, language)}${point}`;
    },
  },
];
