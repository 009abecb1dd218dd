import { z } from "zod";
import { type Trigger, triggerInput } from "@/lib/automation/trigger";
import { methods } from "@/lib/delivery/webhook";
import { withoutDefaults } from "@/lib/runtime/patch";
import { inBody, inPages, inReply, moment, seenVersion } from "./schemas";
import { fieldChange } from "./ticket-shape";

const int = z.number().int();
const texts = z.record(z.string(), z.string());

export const triggerReply = inReply(
  "TriggerRule",
  z.object({
    id: z.string(),
    ...triggerInput.shape,
    position: int.meta({ description: "Its place among the rules of its ticket type, counted from 1" }),
    version: int,
    createdAt: moment,
    updatedAt: moment,
    lastRunAt: moment.nullable().meta({ description: "When it last ran its actions" }),
    runs: int.meta({ description: "How often it ran its actions" }),
  }),
);
export const triggerPage = inPages(triggerReply);

export const showTrigger = (trigger: Trigger): z.input<typeof triggerReply> => trigger;

export const triggerBody = inBody("TriggerRuleInput", triggerInput.extend({ version: seenVersion }));
export const triggerPatch = inBody("TriggerRulePatch", withoutDefaults(triggerInput).extend({ version: seenVersion }));
export const triggerOrder = inBody(
  "TriggerRuleOrder",
  z.object({
    ticketTypeId: int.positive(),
    ids: z.array(z.string()).max(10_000).meta({ description: "Every rule of this ticket type, in the order to run" }),
  }),
);
export const triggerTest = inBody(
  "TriggerRuleTest",
  z.object({
    ticketId: z.union([int.positive(), z.string().min(1).max(100)]).meta({ description: "Ticket id or display id" }),
  }),
);

type VerdictShape = { matches: boolean; text: string; actual?: string; children?: VerdictShape[] };
const verdict: z.ZodType<VerdictShape, VerdictShape> = inReply(
  "Verdict",
  z.object({
    matches: z.boolean(),
    text: z.string().meta({ description: "Why it holds, or not" }),
    actual: z.string().optional().meta({ description: "What the ticket has" }),
    children: z.lazy(() => z.array(verdict)).optional(),
  }),
);

export const triggerTestReply = inReply(
  "TriggerRuleTestResult",
  z.object({
    ticketId: int,
    ticketDisplayId: z.string(),
    event: z
      .object({ type: z.string(), source: z.string(), actorName: z.string(), summary: z.string(), at: moment })
      .meta({ description: "The newest update of the ticket: the rule is asked as if it had just happened" }),
    verdict,
    wouldRun: z.boolean(),
    reasons: z.array(z.string()).meta({ description: "Why it would not run" }),
    changes: z.array(fieldChange),
    messages: z.array(
      z.object({
        body: z.string(),
        visibility: z.enum(["public", "private"]),
        from: z.enum(["agent", "user"]),
        authorName: z.string(),
        personId: int.nullable(),
      }),
    ),
    firings: z.array(
      z.object({
        webhookId: z.string(),
        webhookName: z.string().nullable(),
        request: z
          .object({ method: z.enum(methods), url: z.string(), headers: texts, body: z.string().nullable() })
          .nullable(),
        parameters: texts,
        reason: z.string().nullable().meta({ description: "Why it would not go out" }),
      }),
    ),
    calls: z
      .array(
        z.object({
          functionId: z.string(),
          functionName: z.string().nullable(),
          arguments: texts,
          reason: z.string().nullable().meta({ description: "Why it would not run" }),
        }),
      )
      .meta({ description: "Callback functions it would run" }),
    problems: z.array(z.string()).meta({ description: "Actions that could not be done" }),
  }),
);

export const triggerExample = {
  summary: "Send new incidents to a partner, but not those the partner sent",
  value: {
    name: "Send to customer X",
    ticketTypeId: 1,
    executeWhen: "first",
    conditions: {
      type: "group",
      mode: "all",
      conditions: [
        { type: "test", field: "ticket.priorityid", operator: "equals", value: 1 },
        { type: "test", field: "event.source", operator: "does_not_equal", value: "webmethod:CustomerXIncident" },
      ],
    },
    actions: [
      { type: "execute_webhook", webhookId: "whk_0193a1", parameters: { Note: "Raised by {{event.updatedby}}" } },
      { type: "add_note", body: "Sent to customer X", visibility: "private" },
    ],
  },
};
