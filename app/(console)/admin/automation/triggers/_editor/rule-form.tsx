"use client";
import { useMemo } from "react";
import { SwitchField } from "@/components/form/switch-field";
import { TextField } from "@/components/form/text-field";
import { type ActionContext, actionFields, ruleActionTypes } from "@/components/rules/action-context";
import { ActionListField } from "@/components/rules/action-list";
import { ConditionsSection } from "./conditions-section";
import { ExecuteWhenField } from "./execute-when-field";
import { type RuleDesk, ruleSource } from "./rule-desk";

/** Name, when, which tickets, and what is done (spec §4.9.1). */
export function RuleForm({ desk, readOnly }: { desk: RuleDesk; readOnly: boolean }) {
  const context = useMemo<ActionContext>(
    () => ({
      fields: actionFields(desk.fields, desk.forms),
      lists: desk.lists,
      agents: desk.agents,
      webhooks: desk.webhooks,
      functions: desk.functions,
      templateSource: ruleSource(desk.forms),
    }),
    [desk],
  );
  return (
    <fieldset disabled={readOnly} className="flex min-w-0 flex-col gap-8">
      <legend className="sr-only">Rule</legend>
      <div className="flex max-w-[560px] flex-col gap-4">
        <TextField
          name="name"
          label="Rule Name"
          help="The ticket’s history names the rule by it."
          disabled={readOnly}
        />
        <SwitchField
          name="isEnabled"
          label="Enabled"
          help="Off: it does not run. Tickets it ran on stay remembered."
          disabled={readOnly}
        />
      </div>
      <ExecuteWhenField readOnly={readOnly} />
      <ConditionsSection desk={desk} readOnly={readOnly} />
      <div className="max-w-[720px]">
        <ActionListField
          name="actions"
          label="Actions"
          help={
            <>
              Done in this order, each on the ticket as those before have left it. Texts may name ticket fields and the
              update, such as <code className="font-mono text-text text-xs">{"{{event.updatedby}}"}</code>.
            </>
          }
          empty="Nothing is done yet."
          allowed={ruleActionTypes}
          context={context}
          readOnly={readOnly}
        />
      </div>
    </fieldset>
  );
}
