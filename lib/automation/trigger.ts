import { z } from "zod";
import { plainText } from "@/lib/core/text";
import { action } from "@/lib/rules/actions/action";
import { conditionGroup } from "@/lib/rules/condition";

/** When a trigger rule runs (spec §4.9.1). */
export const executeWhen = {
  first: "Ticket first meets condition",
  updated: "Matching Ticket updated",
} as const;
export type ExecuteWhen = keyof typeof executeWhen;

/** The trigger rule form: one ticket type, conditions, actions. Rules of a type run in the order of `position`. */
export const triggerInput = z.object({
  name: plainText.trim().min(1, "Enter a rule name").max(200),
  ticketTypeId: z.number().int().positive("Choose the ticket type"),
  isEnabled: z.boolean().default(true),
  executeWhen: z.enum(Object.keys(executeWhen) as [ExecuteWhen, ...ExecuteWhen[]]).default("first"),
  conditions: conditionGroup,
  actions: z.array(action).min(1, "Add at least one action").max(50, "At most 50 actions"),
});
export type TriggerInput = z.output<typeof triggerInput>;
export type Trigger = TriggerInput & {
  id: string;
  /** One-based, among the rules of its ticket type. */
  position: number;
  version: number;
  createdAt: Date;
  updatedAt: Date;
  /** When it last ran its actions; null if never. */
  lastRunAt: Date | null;
  /** How often it ran its actions. */
  runs: number;
};
