import { actionText } from "@/components/rules/action-text";
import { orderings } from "@/lib/delivery/delivery";
import { writeDelays } from "@/lib/delivery/retry-delays";
import { describeAttempts, describeStop } from "@/lib/delivery/retry-words";
import type { WebhookConfig } from "@/lib/delivery/webhook";
import { writeBackPolicies } from "@/lib/delivery/webhook";
import type { CustomForm } from "@/lib/desk/custom-forms";
import type { DeskLists } from "@/lib/desk/desk-lists";
import { formFieldRef, labelOfField } from "@/lib/desk/field-ref";
import type { Action } from "@/lib/rules/actions/action";
import { type ConditionGroup, groupModes } from "@/lib/rules/condition";
import { describeTest } from "@/lib/rules/explain";
import type { ConditionField } from "@/lib/rules/fields";

/** What ids in a configuration are called. */
export type ConfigNames = {
  forms: readonly CustomForm[];
  lists: DeskLists;
  agents: readonly { id: number; name: string }[];
  fields: readonly ConditionField[];
};

export type Difference = { label: string; before: string; after: string };
/** What differs between two versions: settings of a word, and texts to be read line by line. */
export type ConfigDiff = { settings: Difference[]; texts: Difference[] };

const yesNo = (value: boolean) => (value ? "Yes" : "No");
const limitText = (limit: number | null) => limit?.toLocaleString("en") ?? "No limit";
const quoted = (text: string) => (text === "" ? "(empty)" : text);

const settings: Record<string, (config: WebhookConfig) => string> = {
  "Show as button": (config) => yesNo(config.showAsButton),
  "Encoded URL parameters": (config) => yesNo(config.hasEncodedUrlParameters),
  "HTTP Method": (config) => config.method,
  "Response Content Type": (config) => config.responseContentType,
  "Run Rules After Response Processed": (config) => yesNo(config.runRulesAfterResponse),
  "Request content type": (config) => config.requestContentType,
  "Ordering within a ticket": (config) => orderings[config.ordering],
  "Most at a time": (config) => limitText(config.limits.concurrency),
  "Most per second": (config) => limitText(config.limits.perSecond),
  "Follow redirects": (config) => yesNo(config.followRedirects),
  "If someone edited the field meanwhile": (config) => writeBackPolicies[config.writeBack],
};

const texts: Record<string, (config: WebhookConfig, names: ConfigNames) => string> = {
  "Request URL": ({ url }) => url,
  Retries: ({ retry }) =>
    [
      retry.schedule === "custom" ? `Waits: ${writeDelays(retry.delaysSeconds)}` : describeAttempts(retry),
      ...retry.stopOn.map((stop) => `Not tried again when ${describeStop(stop)}`),
    ].join("\n"),
  "Action description": ({ actionDescription }) => actionDescription,
  Parameters: ({ parameters }) =>
    parameters
      .map(({ name, isReadOnly, displayType, defaultText }) =>
        [
          name,
          displayType === "multiline" ? "Freetext (Multiline)" : "Freetext",
          ...(isReadOnly ? ["read only"] : []),
          `default: ${quoted(defaultText)}`,
        ].join(" · "),
      )
      .join("\n"),
  "Body Template": ({ body }) => body,
  Headers: ({ headers }) => headers.map(({ name, value }) => `${name}: ${quoted(value)}`).join("\n"),
  "Response fields": ({ responseFields }, { forms }) =>
    responseFields
      .map(({ path, formId, fieldId }) => `${path} → ${labelOfField(formFieldRef(formId, fieldId), forms)}`)
      .join("\n"),
  "When the partner answers 2xx": ({ responseActions }, names) => actionLines(responseActions.success, names),
  "When the delivery has failed": ({ responseActions }, names) => actionLines(responseActions.failure, names),
  "Select tickets": ({ conditions }, { fields }) => conditionLines(conditions, fields).join("\n"),
};

const actionLines = (actions: readonly Action[], names: ConfigNames) =>
  actions.map((action, index) => `${index + 1}. ${actionText(action, names)}`).join("\n");

function conditionLines(group: ConditionGroup, fields: readonly ConditionField[], indent = ""): string[] {
  if (group.conditions.length === 0) return [];
  return [
    `${indent}${groupModes[group.mode]}`,
    ...group.conditions.flatMap((part) =>
      part.type === "group" ? conditionLines(part, fields, `${indent}  `) : `${indent}  ${describeTest(part, fields)}`,
    ),
  ];
}

/** Everything in which two versions differ, in the order of the editor's tabs. */
export function diffConfigs(before: WebhookConfig, after: WebhookConfig, names: ConfigNames): ConfigDiff {
  const pick = (all: Record<string, (config: WebhookConfig, names: ConfigNames) => string>) =>
    Object.entries(all)
      .map(([label, read]) => ({ label, before: read(before, names), after: read(after, names) }))
      .filter((difference) => difference.before !== difference.after);
  return { settings: pick(settings), texts: pick(texts) };
}
