import { and, asc, count, eq, sql } from "drizzle-orm";
import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import { type CustomField, type CustomForm, type CustomFormInput, nameKey } from "@/lib/desk/custom-forms";
import { reservedFormKeys } from "@/lib/desk/fields";
import type { CustomFormStore } from "@/lib/desk/store";
import type { Database, Queries } from "../database";
import { isUniqueViolation } from "../errors";
import { held } from "../locks";
import { recordAudit } from "./audit";
import { formColumns } from "./form-columns";
import { checkReferences } from "./references";
import { refuseWhileUsed } from "./used-by";
import type { Use } from "./uses";

export function customFormStore(db: Database): CustomFormStore {
  const { customForms } = db.tables;
  const columns = formColumns(customForms);
  return {
    list: async () => await db.read.select(columns).from(customForms).orderBy(asc(customForms.id)),
    async get(id) {
      const [form] = await db.read.select(columns).from(customForms).where(eq(customForms.id, id));
      return form;
    },
    create: (actor, input) => named(db, input, (tx) => createForm(db, tx, actor, input)),
    update: (actor, id, input) => named(db, input, (tx) => updateForm(db, tx, actor, id, input)),
    remove: (actor, id) => db.write((tx) => removeForm(db, tx, actor, id)),
  };
}

const nameProblem = (message: string) =>
  new AppError("conflict", `${message}. Choose another name.`, { name: [message] });
/** Not ticket paths, but taken all the same: {{parameters.x}} and the form payload's root. */
const otherRoots: ReadonlySet<string> = new Set(["parameters", "form"]);
const unknownForm = (id: number) => new AppError("not_found", `There is no custom form with id ${id}`);

async function named(
  db: Database,
  input: CustomFormInput,
  work: (tx: Queries) => Promise<CustomForm>,
): Promise<CustomForm> {
  const key = nameKey(input.name);
  if (reservedFormKeys.has(key) || otherRoots.has(key))
    throw nameProblem(`“${input.name}” would hide {{ticket.${key}}}, which is built in`);
  try {
    return await db.write(work);
  } catch (error) {
    if (isUniqueViolation(error)) throw nameProblem(`Another form is called “${input.name}”, spaces and case aside`);
    throw error;
  }
}

const checkTypes = (db: Database, tx: Queries, input: CustomFormInput) =>
  checkReferences(db, tx, [{ field: "ticketTypeIds", kind: "ticketType", ids: input.ticketTypeIds }]);

/** Fields with an id each: known ones keep theirs, new ones (0) count on from `next`. */
function numbered(given: readonly CustomField[], known: readonly CustomField[], next: number) {
  let nextFieldId = Math.max(next, ...known.map(({ id }) => id + 1));
  const seen = new Set<number>();
  const fields = given.map((field, index) => {
    if (field.id === 0) return { ...field, id: nextFieldId++ };
    if (seen.has(field.id) || !known.some((candidate) => candidate.id === field.id))
      throw new AppError("invalid", `“${field.name}” is not a field of this form. Reload the form.`, {
        [`fields.${index}.name`]: ["This field is not part of the form"],
      });
    seen.add(field.id);
    return field;
  });
  return { fields, nextFieldId };
}

async function createForm(db: Database, tx: Queries, actor: Actor, input: CustomFormInput): Promise<CustomForm> {
  const { customForms } = db.tables;
  await checkTypes(db, tx, input);
  const [form] = await tx
    .insert(customForms)
    .values({ ...input, ...numbered(input.fields, [], 1), key: nameKey(input.name) })
    .returning(formColumns(customForms));
  if (!form) throw new Error("Inserting a custom form returned no row");
  await recordAudit(db, tx, actor, "customForm.create", `form:${form.id}`, form.name);
  return form;
}

async function updateForm(
  db: Database,
  tx: Queries,
  actor: Actor,
  id: number,
  input: CustomFormInput,
): Promise<CustomForm> {
  const { customForms } = db.tables;
  await checkTypes(db, tx, input);
  const before = await lockedForm(db, tx, id);
  const next = numbered(input.fields, before.fields, before.nextFieldId);
  const gone = before.fields.filter(({ id: fieldId }) => !next.fields.some((field) => field.id === fieldId));
  if (gone.length > 0) await refuseWhileNamed(db, tx, before, gone);
  if (before.isMultiLine && !input.isMultiLine) await refuseWhileLonger(db, tx, before);
  const [form] = await tx
    .update(customForms)
    .set({ ...input, ...next, key: nameKey(input.name) })
    .where(eq(customForms.id, id))
    .returning(formColumns(customForms));
  if (!form) throw unknownForm(id);
  await recordAudit(db, tx, actor, "customForm.update", `form:${id}`, form.name);
  return form;
}

async function removeForm(db: Database, tx: Queries, actor: Actor, id: number): Promise<void> {
  const { customForms, ticketForms } = db.tables;
  const form = await lockedForm(db, tx, id);
  await refuseWhileNamed(db, tx, form);
  await tx.delete(ticketForms).where(eq(ticketForms.formId, id));
  await tx.delete(customForms).where(eq(customForms.id, id));
  await recordAudit(db, tx, actor, "customForm.remove", `form:${id}`, form.name);
}

/** Nobody writes rows of the form until we are done: writers hold it for sharing. */
async function lockedForm(db: Database, tx: Queries, id: number) {
  const { customForms } = db.tables;
  const [form] = await held(db, tx.select().from(customForms).where(eq(customForms.id, id)), "update");
  if (!form) throw unknownForm(id);
  return form;
}

/** AppError("conflict") naming what uses the form, or one of the given fields of it. */
async function refuseWhileNamed(db: Database, tx: Queries, form: CustomForm, fields?: readonly CustomField[]) {
  const names = (fields ?? [form]).map(({ name }) => `“${name}”`);
  const isMeant = ({ kind, id, fieldId }: Use) =>
    kind === "form" && id === form.id && (!fields || fields.some((field) => field.id === fieldId));
  await refuseWhileUsed(db, tx, names, isMeant, fields && "fields");
}

async function refuseWhileLonger({ tables: { ticketForms } }: Database, tx: Queries, form: CustomForm) {
  const [longer] = await tx
    .select({ tickets: count() })
    .from(ticketForms)
    .where(and(eq(ticketForms.formId, form.id), sql`json_array_length(${ticketForms.rows}) > 1`));
  const total = Number(longer?.tickets ?? 0);
  if (total === 0) return;
  const message = `${total} ${total === 1 ? "ticket has" : "tickets have"} more than one row in “${form.name}”`;
  throw new AppError("conflict", `${message}. Remove the rows first.`, { isMultiLine: [message] });
}
