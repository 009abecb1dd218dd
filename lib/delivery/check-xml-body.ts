import type { CustomForm } from "@/lib/desk/custom-forms";
import { readXml } from "@/lib/wire/codec/xml-reader";
import type { BodyMistake } from "./check-json-body";
import { type Trial, tryBody } from "./try-body";

const trials: (Trial & { when: string })[] = [
  { when: "once its placeholders are filled" },
  { when: "when its placeholders are empty", isEmpty: true },
  // Escaping covers text, attributes and CDATA; a comment is the one place a harmless value can break.
  { when: "when a value contains two hyphens", text: "--" },
];

/** Whether a body template can't become well-formed XML: with sample values, when all are empty, or in a comment. */
export function checkXmlBody(
  source: string,
  forms: readonly CustomForm[],
  parameters: readonly { name: string }[],
): BodyMistake | undefined {
  for (const { when, ...trial } of trials) {
    let reason = "";
    const mistakeAt = (text: string) => {
      const mistake = readXml(text, {}, true);
      reason = mistake?.message ?? "";
      return mistake?.offset;
    };
    const place = tryBody(source, forms, parameters, { context: "xml", mistakeAt }, trial);
    if (place)
      return { message: `The body isn't well-formed XML ${when}: ${reason}.`, ...(place !== true && { place }) };
  }
  return undefined;
}
