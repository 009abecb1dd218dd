import { labelOfField } from "@/lib/desk/field-ref";
import { type ConditionGroup, type ConditionTest, type GroupMode, groupModes } from "./condition";
import { combine, saysSomething, testHolds } from "./evaluate";
import type { Facts } from "./facts";
import { type ConditionField, findChoice, fullLabel } from "./fields";
import { isBlank } from "./operator-tests";
import { operatorOf, operatorWords } from "./operators";
import { changeOf, subjectOf } from "./subject";

/** Why a group or row holds, or not, in words. `actual` is what the ticket has; `children` are a group's rows. */
export type Verdict = { matches: boolean; text: string; actual?: string; children?: Verdict[] };

/** The verdict of `matches` on one ticket with its reasons, for "why (not)" and "test on a ticket". */
export function explain(group: ConditionGroup, facts: Facts, fields: readonly ConditionField[]): Verdict {
  const known = new Map(fields.map((field) => [field.ref, field]));
  return explainGroup(group, facts, known);
}

type Known = ReadonlyMap<string, ConditionField>;

function explainGroup(group: ConditionGroup, facts: Facts, known: Known): Verdict {
  const parts = group.conditions.filter(saysSomething);
  if (parts.length === 0) return { matches: true, text: "There are no conditions: every ticket matches" };
  const children = parts.map((part) =>
    part.type === "group" ? explainGroup(part, facts, known) : explainTest(part, facts, known.get(part.field)),
  );
  const matches = combine({ ...group, conditions: parts }, (part) => children[parts.indexOf(part)]?.matches === true);
  const held = children.filter((child) => child.matches).length;
  return { matches, text: summary(group.mode, held, children.length), children };
}

/** "Match All: 2 of 3 hold". */
function summary(mode: GroupMode, held: number, total: number): string {
  const count =
    held === 0
      ? `${total === 1 ? "it does not hold" : "none holds"}`
      : `${held} of ${total} ${held === 1 ? "holds" : "hold"}`;
  const all = total === 1 ? "it holds" : total === 2 ? "both hold" : `all ${total} hold`;
  return `${groupModes[mode]}: ${held === total ? all : count}`;
}

const noField = "No field chosen";

function explainTest(test: ConditionTest, facts: Facts, field: ConditionField | undefined): Verdict {
  if (test.field === "") return { matches: false, text: noField };
  const { needsEvent } = operatorOf(test.operator);
  const subject = subjectOf(test.field, facts);
  const label = field ? fullLabel(field) : labelOfField(test.field, facts.graph.forms);
  const kind = field?.kind ?? subject?.kind ?? "text";
  const sentence = [label, operatorWords(test.operator, kind).verb, expectedText(test, field)]
    .filter(Boolean)
    .join(" ");
  if (!facts.event && (needsEvent || test.field.startsWith("event.")))
    return { matches: false, text: `${sentence} — there is no update to look at` };
  if (!subject) return { matches: false, text: `${sentence} — this ticket has no such field` };
  const matches = testHolds(test, facts);
  const actual = needsEvent ? changeText(test, facts, field) : actualText(test, subject.values, facts, field);
  return {
    matches,
    text: `${sentence} — ${needsEvent ? "" : kind === "list" ? "it has " : "it is "}${actual}`,
    actual,
  };
}

function expectedText({ operator, value }: ConditionTest, field: ConditionField | undefined): string {
  const { takes } = operatorOf(operator);
  if (takes === "nothing") return "";
  if (!Array.isArray(value)) return shown(value, field);
  return value.length === 0
    ? "nothing"
    : joined(
        value.map((entry: string | number) => shown(entry, field)),
        "or",
      );
}

function actualText(
  { field: ref }: ConditionTest,
  values: readonly unknown[],
  { event, graph }: Facts,
  field: ConditionField | undefined,
): string {
  if (ref === "event.updatedby" && event) return event.actorName || "nobody";
  // A web method is named first, "any web method" after it.
  const own = ref === "event.source" ? values.slice(0, 1) : values;
  const filled = own
    .filter((value) => !isBlank(value) && isOwnName(value, field))
    .map((value) => (peopleFields.has(ref) && graph.people.get(Number(value))?.name) || shown(value, field));
  return filled.length === 0 ? "empty" : joined([...new Set(filled)], "and");
}

const peopleFields = new Set(
  ["ownerid", "takenbyid", "lastmodifiedbyid", "participantids"].map((path) => `ticket.${path}`),
);

/** An entry of a list goes by its id and its name: one of them is shown. */
const isOwnName = (value: unknown, field: ConditionField | undefined) =>
  field?.kind !== "list" || (typeof value === "number") === (field.choices !== undefined);

function changeText({ field: ref }: ConditionTest, facts: Facts, field: ConditionField | undefined): string {
  const change = changeOf(ref, facts);
  return change
    ? `it changed from ${shown(change.before, field)} to ${shown(change.after, field)}`
    : "it did not change";
}

const mostShown = 5;

function joined(texts: readonly string[], word: "and" | "or"): string {
  const some = texts.length > mostShown ? [...texts.slice(0, mostShown), `${texts.length - mostShown} more`] : texts;
  return some.length < 2 ? (some[0] ?? "") : `${some.slice(0, -1).join(", ")} ${word} ${some.at(-1)}`;
}

const shortened = (text: string) => (text.length > 80 ? `${[...text].slice(0, 79).join("")}…` : text);

/** A value as the builder shows it: the label of a choice, Yes or No, a moment to the minute, text in quotes. */
function shown(value: unknown, field: ConditionField | undefined): string {
  if (isBlank(value)) return "empty";
  const choice = findChoice(field?.choices, value);
  if (choice) return shortened(choice.label);
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (value instanceof Date) return momentText(value);
  if (typeof value === "number") return field?.choices ? `number ${value} (not in the list)` : String(value);
  if (Array.isArray(value))
    return joined(
      value.map((entry) => shown(entry, field)),
      "and",
    );
  if (typeof value !== "string") return "something else";
  const isDated = field?.kind === "date" || field?.kind === "datetime";
  if (isDated && /^\d{4}-\d{2}-\d{2}T/.test(value)) return momentText(new Date(value), value);
  return isDated || field?.kind === "boolean" ? shortened(value) : `“${shortened(value)}”`;
}

const momentText = (moment: Date, written = "no date") =>
  Number.isNaN(moment.getTime()) ? shortened(written) : `${moment.toISOString().slice(0, 16).replace("T", " ")} UTC`;

/** A row in words without a ticket: "Priority equals High". For lists of rules and webhooks. */
export function describeTest(test: ConditionTest, fields: readonly ConditionField[]): string {
  if (test.field === "") return noField;
  const field = fields.find(({ ref }) => ref === test.field);
  const words = operatorWords(test.operator, field?.kind ?? "text");
  return [field ? fullLabel(field) : test.field, words.verb, expectedText(test, field)].filter(Boolean).join(" ");
}
