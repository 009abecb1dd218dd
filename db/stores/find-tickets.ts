import { type AnyColumn, and, asc, eq, inArray, ne, or, type SQL, sql } from "drizzle-orm";
import { parseFormRef } from "@/lib/desk/field-ref";
import type { WebMethodStore } from "@/lib/inbound/store";
import type { Database } from "../database";

/** Two are enough to know that a value doesn't tell which ticket is meant. */
const most = 2;

export function ticketFinder({
  dialect,
  read,
  tables: { tickets, ticketForms },
}: Database): WebMethodStore["findTickets"] {
  const where = (typeId: number, condition: SQL | undefined) => and(eq(tickets.typeId, typeId), condition);
  const found = async (rows: PromiseLike<{ id: number }[]>) => (await rows).map(({ id }) => id);
  const among = (typeId: number, condition: SQL | undefined) =>
    found(
      read
        .select({ id: tickets.id })
        .from(tickets)
        .where(where(typeId, condition))
        .orderBy(asc(tickets.id))
        .limit(most),
    );

  return async ({ typeId, by, field, value: given }) => {
    const value = given.trim();
    if (value === "" || value.includes("\0")) return [];
    switch (by) {
      case "id":
        return isId(value) ? among(typeId, eq(tickets.id, Number(value))) : [];
      case "displayId":
        return /^[a-z0-9]{1,30}$/i.test(value) ? among(typeId, eq(tickets.displayId, value.toUpperCase())) : [];
      case "thirdPartyId":
      case "thirdPartyRef": {
        const column = tickets[by];
        // The index has no tickets without one.
        return among(typeId, and(ne(column, sql.raw("''")), isText(folded(column), value)));
      }
      case "field": {
        const ref = parseFormRef(field);
        if (!ref) return [];
        const cell = cellOf(dialect, ticketForms.rows, ref.fieldId);
        const isCell = or(
          isText(folded(cell.text), value),
          isNumber(value) ? and(cell.isNumber, eq(cell.text, String(Number(value)))) : undefined,
        );
        const rows = read
          .select({ id: tickets.id })
          .from(ticketForms)
          .innerJoin(tickets, eq(tickets.id, ticketForms.ticketId))
          .where(where(typeId, and(eq(ticketForms.formId, ref.formId), isCell)))
          .orderBy(asc(tickets.id))
          .limit(most);
        return found(rows);
      }
    }
  };
}

const isId = (text: string) => /^\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text));
const isNumber = (text: string) => /^[+-]?\d+(\.\d+)?$/.test(text);

/** As the indexes on third party columns spell it: change both or neither. */
const folded = (text: SQL | AnyColumn): SQL => sql`lower(trim(${text}))`;

/** SQLite folds the case of ASCII letters only, so that É is looked for as É and as é. */
function isText(spelling: SQL, value: string): SQL {
  const ascii = (text: string) => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  return inArray(spelling, [...new Set([value.toLowerCase(), ascii(value.toUpperCase()), ascii(value)])]);
}

/** A field in the first row of a form, as text, however JSON holds it; `fieldId` is a safe number and becomes part of the statement. */
function cellOf(dialect: Database["dialect"], rows: Database["tables"]["ticketForms"]["rows"], fieldId: number) {
  if (dialect === "postgres") {
    const cell = sql`${rows} -> 0`;
    const key = sql.raw(`'${fieldId}'`);
    return { text: sql`(${cell} ->> ${key})`, isNumber: sql`json_typeof(${cell} -> ${key}) = 'number'` };
  }
  const path = sql.raw(`'$[0]."${fieldId}"'`);
  const type = sql`json_type(${rows}, ${path})`;
  return {
    text: sql`case ${type} when 'true' then 'true' when 'false' then 'false' else cast(json_extract(${rows}, ${path}) as text) end`,
    isNumber: sql`${type} in ('integer', 'real')`,
  };
}
