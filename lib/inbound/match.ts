import { convertValue } from "@/lib/desk/convert";
import type { CustomForm } from "@/lib/desk/custom-forms";
import { formFieldOf } from "@/lib/desk/field-ref";
import { textOf } from "./convert-field";
import type { CallBody } from "./read-body";
import type { CallDesk, Taken } from "./take-values";
import type { MatchKind, WebMethod } from "./web-method";

const longest = 500;

/** What to look the ticket up by. `undefined` when the web method never looks, or the call brings no such value. */
export function matchOf(
  { match }: Pick<WebMethod, "match">,
  body: CallBody,
): { by: MatchKind; field: string; value: string } | undefined {
  if (match.path === "") return undefined;
  const raw = body.find(match.path);
  if (typeof raw !== "string" && typeof raw !== "number" && typeof raw !== "boolean") return undefined;
  const value = textOf(String(raw)).trim();
  return value === "" || value.length > longest ? undefined : { by: match.by, field: match.field, value };
}

/** The key in the body that makes a call count once; blank for none. */
export function idempotencyKeyIn({ idempotencyPath }: Pick<WebMethod, "idempotencyPath">, body: CallBody): string {
  const raw = idempotencyPath === "" ? undefined : body.find(idempotencyPath);
  return typeof raw === "string" || typeof raw === "number" ? String(raw) : "";
}

/** A new ticket keeps what it was looked for by, so that the next call with that value finds it. A mapping of its own wins. */
export function keepMatch(webMethod: Pick<WebMethod, "match">, body: CallBody, taken: Taken, desk: CallDesk): Taken {
  const match = matchOf(webMethod, body);
  if (!match) return taken;
  if (match.by === "thirdPartyId" || match.by === "thirdPartyRef") {
    if (match.value.length > 200) return taken;
    return { ...taken, fields: { [match.by]: match.value, ...taken.fields } };
  }
  const cell = match.by === "field" ? matchCell(match.field, desk.forms) : undefined;
  const converted = cell && convertValue(cell.field, match.value);
  if (!cell || !converted?.ok) return taken;
  const row = { [cell.field.id]: converted.value, ...taken.cells[cell.form.id] };
  return { ...taken, cells: { ...taken.cells, [cell.form.id]: row } };
}

const matchCell = (field: string, forms: readonly CustomForm[]) => formFieldOf(forms, field);
