import { z } from "zod";
import { plainText } from "@/lib/core/text";

const id = z.number().int();
const template = plainText.max(100_000, "Shorten this to 100,000 characters");
const choose = (what: string) => id.positive(`Choose ${what}`);
/** Of a list; null empties the field. */
const item = id.positive().nullable();

/** One change or effect a rule or a reply has on a ticket. Texts are templates (spec §4.6, §4.9.2). */
export const action = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("set_field"),
    /** A ticket field or one of a custom form (lib/desk/field-ref). */
    field: plainText.min(1, "Choose a field"),
    value: template.default(""),
  }),
  z.object({ type: z.literal("set_status"), statusId: choose("a status") }),
  z.object({ type: z.literal("set_priority"), itemId: item }),
  z.object({ type: z.literal("set_category"), itemId: item }),
  z.object({ type: z.literal("assign_group"), itemId: item }),
  z.object({ type: z.literal("assign_person"), personId: item }),
  z.object({ type: z.literal("set_workflow"), itemId: item }),
  z.object({
    type: z.literal("add_note"),
    body: template.refine((text) => text.trim() !== "", "Write the note"),
    visibility: z.enum(["public", "private"]).default("private"),
  }),
  z.object({ type: z.literal("close") }),
  z.object({ type: z.literal("reopen") }),
  z.object({
    type: z.literal("execute_webhook"),
    webhookId: z.string().min(1, "Choose a webhook"),
    /** By parameter name; a parameter left out takes its default text. */
    parameters: z.record(z.string(), template).default({}),
  }),
  z.object({
    type: z.literal("run_function"),
    functionId: z.string().min(1, "Choose a callback function"),
    /** By parameter name; one left out is null to the script. */
    arguments: z.record(z.string(), template).default({}),
  }),
]);
export type Action = z.output<typeof action>;
export type ActionType = Action["type"];

type ActionInfo = {
  label: string;
  /** Only rules may: a reply that fired a webhook or ran a function would be a hidden chain. */
  rulesOnly?: boolean;
  /** What the form starts from. */
  blank: Action;
};

/** In the order of the Add menu. */
export const actionTypes: { [Type in ActionType]: ActionInfo & { blank: Extract<Action, { type: Type }> } } = {
  set_field: { label: "Set field", blank: { type: "set_field", field: "", value: "" } },
  set_status: { label: "Set status", blank: { type: "set_status", statusId: 0 } },
  set_priority: { label: "Set priority", blank: { type: "set_priority", itemId: null } },
  set_category: { label: "Set category", blank: { type: "set_category", itemId: null } },
  assign_group: { label: "Assign to group", blank: { type: "assign_group", itemId: null } },
  assign_person: { label: "Assign to person", blank: { type: "assign_person", personId: null } },
  set_workflow: { label: "Set workflow", blank: { type: "set_workflow", itemId: null } },
  add_note: { label: "Add note", blank: { type: "add_note", body: "", visibility: "private" } },
  close: { label: "Close ticket", blank: { type: "close" } },
  reopen: { label: "Reopen ticket", blank: { type: "reopen" } },
  execute_webhook: {
    label: "Execute Webhook",
    rulesOnly: true,
    blank: { type: "execute_webhook", webhookId: "", parameters: {} },
  },
  run_function: {
    label: "Run callback function",
    rulesOnly: true,
    blank: { type: "run_function", functionId: "", arguments: {} },
  },
};

/** Actions a reply may have: all but those for rules only. */
export const responseAction = action.refine(
  ({ type }) => !actionTypes[type].rulesOnly,
  "A reply can't fire a webhook or run a callback function: use a trigger rule for that",
);
