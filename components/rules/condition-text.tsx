import { cn } from "@/components/ui/cn";
import { type ConditionGroup, groupModes } from "@/lib/rules/condition";
import { describeTest } from "@/lib/rules/explain";
import type { ConditionField } from "@/lib/rules/fields";

type ConditionTextProps = {
  group: ConditionGroup;
  fields: readonly ConditionField[];
  emptyText?: string;
  nested?: boolean;
};

/** Conditions to read: for those who may not change them, and for looking at an older version. */
export function ConditionText({ group, fields, emptyText = "Every ticket of this type", nested }: ConditionTextProps) {
  if (group.conditions.length === 0) return <p className="text-muted">{emptyText}</p>;
  return (
    <div className={cn("min-w-0", nested && "border-l-2 pl-3")}>
      <p className="text-muted">{groupModes[group.mode]} of the following</p>
      <ul className="mt-1 flex flex-col gap-1">
        {group.conditions.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: nothing here moves or has state
          <li key={index} className="break-words">
            {part.type === "test" ? (
              describeTest(part, fields)
            ) : (
              <ConditionText group={part} fields={fields} emptyText="No conditions" nested />
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
