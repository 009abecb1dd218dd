import { inArray } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import { type ChoiceKind, choiceKinds } from "@/lib/desk/choices";
import { type ListKind, listKinds } from "@/lib/desk/desk-lists";
import type { TicketFields } from "@/lib/desk/ticket";
import type { Database, Queries } from "../database";
import { held } from "../locks";

type Kind = ChoiceKind | "ticketType";
/** The ids one field points at, and what they must be. */
export type Reference = { field: string; kind: Kind; ids: readonly (number | null | undefined)[] };

const nouns: Partial<Record<Kind, string>> = { ticketType: "ticket type", usergroup: "user group", agent: "person" };

export const ticketReferences = (fields: Partial<TicketFields>): Reference[] =>
  Object.entries(choiceKinds).flatMap(([field, kind]) => {
    const value = fields[field as keyof typeof choiceKinds];
    return value === undefined || value === null ? [] : [{ field, kind, ids: [value].flat() }];
  });

/** The ticket columns that hold an item of this list. */
export const ticketFieldOf = (list: ListKind) =>
  (Object.keys(choiceKinds) as (keyof typeof choiceKinds)[]).find((field) => choiceKinds[field] === list);

/** AppError("invalid") naming every field that points at nothing. What it found stays until the transaction ends. */
export async function checkReferences(
  db: Pick<Database, "tables" | "dialect">,
  tx: Queries,
  references: Reference[],
): Promise<void> {
  const { listItems, people, statuses, ticketTypes } = db.tables;
  const idsOf = (has: (kind: Kind) => boolean) => [
    ...new Set(
      references.filter((one) => has(one.kind)).flatMap((one) => one.ids.filter((id) => typeof id === "number")),
    ),
  ];
  const none = Promise.resolve([]);
  const ask = <Row>(ids: number[], query: (ids: number[]) => PromiseLike<Row[]>): PromiseLike<Row[]> =>
    ids.length > 0 ? query(ids) : none;
  const items = await ask(
    idsOf((kind) => kind in listKinds),
    (ids) =>
      held(db, tx.select({ id: listItems.id, kind: listItems.kind }).from(listItems).where(inArray(listItems.id, ids))),
  );
  const persons = await ask(
    idsOf((kind) => kind === "person" || kind === "agent"),
    (ids) =>
      held(
        db,
        tx
          .select({ id: people.id, name: people.name, isAgent: people.isAgent })
          .from(people)
          .where(inArray(people.id, ids)),
      ),
  );
  // Never locked: creating a ticket counts in its type's row, and neither can be removed.
  const states = await ask(
    idsOf((kind) => kind === "status"),
    (ids) => tx.select({ id: statuses.id }).from(statuses).where(inArray(statuses.id, ids)),
  );
  const types = await ask(
    idsOf((kind) => kind === "ticketType"),
    (ids) => tx.select({ id: ticketTypes.id }).from(ticketTypes).where(inArray(ticketTypes.id, ids)),
  );

  const problemOf = (kind: Kind, id: number): string | undefined => {
    const missing = `There is no ${nouns[kind] ?? kind} with id ${id}`;
    if (kind === "status") return states.some((row) => row.id === id) ? undefined : missing;
    if (kind === "ticketType") return types.some((row) => row.id === id) ? undefined : missing;
    if (kind !== "person" && kind !== "agent")
      return items.some((row) => row.id === id && row.kind === kind) ? undefined : missing;
    const person = persons.find((row) => row.id === id);
    if (!person) return missing;
    return kind === "agent" && !person.isAgent ? `${person.name} is not an agent` : undefined;
  };
  const problems: Record<string, string[]> = {};
  for (const { field, kind, ids } of references) {
    const found = ids.flatMap((id) => (typeof id === "number" ? (problemOf(kind, id) ?? []) : []));
    if (found.length > 0) problems[field] = found;
  }
  const sentences = Object.values(problems).flat();
  if (sentences.length > 0) throw new AppError("invalid", `${sentences.slice(0, 3).join(". ")}.`, problems);
}
