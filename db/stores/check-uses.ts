import { inArray } from "drizzle-orm";
import type { Database, Queries } from "../database";
import { held } from "../locks";
import type { Use } from "./uses";

type Target = Pick<Database, "tables" | "dialect">;
type Problems = Record<string, string[]>;

const gone: Record<Use["kind"], string> = {
  webhook: "This webhook no longer exists",
  function: "This callback function no longer exists",
  status: "This status no longer exists",
  item: "This entry was removed from its list",
  person: "This person no longer exists",
  form: "This custom form no longer exists",
};

/** By path, what doesn't exist of all that is used; what it found stays until the transaction ends. */
export async function problemsOfUses(db: Target, tx: Queries, uses: readonly Use[]): Promise<Problems> {
  const { webhooks, functions, statuses, listItems, people, customForms } = db.tables;
  const ids = <Id extends string | number>(kind: Use["kind"]) =>
    [...new Set(uses.filter((use) => use.kind === kind).map(({ id }) => id as Id))].sort();
  const known = new Set<string>();
  const fields = new Set<string>();

  async function find(kind: Use["kind"], query: () => PromiseLike<{ id: string | number }[]>) {
    if (uses.some((use) => use.kind === kind)) for (const { id } of await query()) known.add(`${kind} ${id}`);
  }
  const byId = <Table extends typeof webhooks | typeof functions | typeof statuses | typeof listItems | typeof people>(
    table: Table,
    wanted: (string | number)[],
  ) =>
    tx
      .select({ id: table.id })
      .from(table)
      .where(inArray(table.id, wanted as never[]))
      .orderBy(table.id);

  await find("webhook", () => held(db, byId(webhooks, ids("webhook"))));
  await find("function", () => held(db, byId(functions, ids("function"))));
  // Never locked: statuses can't be removed.
  await find("status", () => byId(statuses, ids("status")));
  await find("item", () => held(db, byId(listItems, ids("item"))));
  await find("person", () => held(db, byId(people, ids("person"))));
  await find("form", async () => {
    const rows = await held(
      db,
      tx
        .select({ id: customForms.id, fields: customForms.fields })
        .from(customForms)
        .where(inArray(customForms.id, ids<number>("form")))
        .orderBy(customForms.id),
    );
    for (const row of rows) for (const field of row.fields) fields.add(`${row.id}.${field.id}`);
    return rows;
  });

  const problems: Problems = {};
  for (const { kind, id, fieldId, path } of uses) {
    const isMapping = path.startsWith("responseFields.");
    if (!known.has(`${kind} ${id}`)) problems[isMapping ? `${path}.formId` : path] = [gone[kind]];
    else if (kind === "form" && !fields.has(`${id}.${fieldId}`))
      problems[isMapping ? `${path}.fieldId` : path] = ["The form has no such field any more"];
  }
  return problems;
}
