import type { CustomForm } from "@/lib/desk/custom-forms";
import { jsonErrorAt } from "@/lib/wire/codec/json-position";
import { type BodyForm, type Place, tryBody } from "./try-body";

export type BodyMistake = { message: string; place?: Place };

const json: BodyForm = {
  context: "json",
  mistakeAt(text) {
    try {
      JSON.parse(text);
      return undefined;
    } catch {
      return jsonErrorAt(text);
    }
  },
};

/** Whether a body template can't become JSON: with sample values, or when all of them are empty. */
export function checkJsonBody(
  source: string,
  forms: readonly CustomForm[],
  parameters: readonly { name: string }[],
): BodyMistake | undefined {
  for (const isEmpty of [false, true]) {
    const place = tryBody(source, forms, parameters, json, { isEmpty });
    if (!place) continue;
    const when = isEmpty ? "when its placeholders are empty" : "once its placeholders are filled";
    return { message: `The body isn't valid JSON ${when}.`, ...(place === true ? {} : { place }) };
  }
  return undefined;
}
