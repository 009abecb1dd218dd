import { AppError } from "@/lib/core/errors";
import { type Choices, choiceNamed, isChoiceKey } from "@/lib/desk/choices";
import { type FieldRef, ticketPathOf } from "@/lib/desk/field-ref";

/**
 * What a rendered text sets a property to: of ticket fields in the shape the field stores (ids for list items, people and
 * statuses), of form fields as it is, since patchFor converts it. AppError("invalid") where the text is none of that.
 */
export function valueFor(ref: FieldRef, rendered: string, choices: Choices): unknown {
  const path = ticketPathOf(ref);
  const key = path?.sets;
  if (!key) return rendered;
  const text = rendered.trim();
  if (key === "participantIds") return partsOf(text).map((part) => choiceNamed(key, part, choices));
  if (key === "statusId" && text === "") throw refused("a status", text);
  if (isChoiceKey(key)) return text === "" ? null : choiceNamed(key, text, choices);
  switch (path.kind) {
    case "list":
      return partsOf(text);
    case "number":
      return numberFrom(text);
    case "boolean":
      return flagFrom(text);
    default:
      return rendered;
  }
}

const partsOf = (text: string) => [
  ...new Set(
    text
      .split(/[,;\n]/)
      .map((part) => part.trim())
      .filter((part) => part !== ""),
  ),
];

function numberFrom(text: string): number {
  const value = Number(text);
  if (text === "" || !Number.isFinite(value)) throw refused("a number", text);
  return value;
}

/** Templates write a field that is false as nothing (spec P7). */
function flagFrom(text: string): boolean {
  const word = text.toLowerCase();
  if (["true", "1", "yes", "on"].includes(word)) return true;
  if (["", "false", "0", "no", "off"].includes(word)) return false;
  throw refused("true or false", text);
}

const refused = (what: string, text: string) =>
  new AppError("invalid", `It needs ${what}, not ${text === "" ? "nothing" : `“${text.slice(0, 60)}”`}.`);
