"use client";
import { useController } from "react-hook-form";
import { ConditionBuilderField } from "@/components/rules/condition-builder-field";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { TriggerInput } from "@/lib/automation/trigger";
import type { Condition, ConditionGroup } from "@/lib/rules/condition";
import type { RuleDesk } from "./rule-desk";

type ConditionsSectionProps = { desk: RuleDesk; readOnly: boolean };

/** Which tickets the rule is about, and a way out of two systems that answer each other for ever. */
export function ConditionsSection({ desk, readOnly }: ConditionsSectionProps) {
  return (
    <section aria-labelledby="rule-conditions" className="min-w-0">
      <h2 id="rule-conditions" className="font-semibold text-lg">
        Conditions
      </h2>
      <p className="mt-0.5 mb-3 max-w-[560px] text-muted">
        About the ticket as it is after the update, and about the update itself (Event).
      </p>
      <ConditionBuilderField name="conditions" label="Conditions" fields={desk.fields} withEvent readOnly={readOnly} />
      {!readOnly && <LoopHint desk={desk} />}
    </section>
  );
}

const sourceField = "event.source";
const asksSource = (part: Condition): boolean =>
  part.type === "group" ? part.conditions.some(asksSource) : part.field === sourceField;

/** Spec §4.9.3. Gone once the rule asks where an update came from. */
function LoopHint({ desk }: { desk: RuleDesk }) {
  const { field } = useController<TriggerInput, "conditions">({ name: "conditions" });
  const conditions: ConditionGroup = field.value;
  if (asksSource(conditions)) return null;
  const webMethods = desk.fields.find(({ ref }) => ref === sourceField)?.choices ?? [];
  const first = webMethods.find(({ value }) => String(value).startsWith("webmethod:"));
  const add = () => {
    const value = first?.value ?? "webmethod";
    const added: Condition = { type: "test", field: sourceField, operator: "does_not_equal", value };
    field.onChange({ ...conditions, conditions: [...conditions.conditions, added] });
  };
  return (
    <Notice className="mt-4 max-w-[720px]" title="Does a partner system answer with updates of its own?">
      <p>
        To keep two systems from answering each other forever, add: Update source does not equal{" "}
        {first ? first.label : "the web method they call"}.
      </p>
      {conditions.mode === "all" && (
        <Button size="sm" className="mt-2" onClick={add}>
          Add this condition
        </Button>
      )}
    </Notice>
  );
}
