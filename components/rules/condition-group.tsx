"use client";
import { ListPlus, Plus, Trash2 } from "lucide-react";
import { useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { FieldNote } from "@/components/ui/field";
import { NativeSelect } from "@/components/ui/native-select";
import {
  type Condition,
  deepestGroup,
  type ConditionGroup as Group,
  type GroupMode,
  groupModes,
} from "@/lib/rules/condition";
import { emptyTest } from "@/lib/rules/draft";
import { useBuilder } from "./condition-context";
import { ConditionRow } from "./condition-row";

type ConditionGroupProps = {
  group: Group;
  onChange: (group: Group) => void;
  /** "" at the top, else "3" or "3.1". */
  number: string;
  path: string;
  depth: number;
  label: string;
  onRemove?: () => void;
  emptyText: string;
};

/** A mode, its rows and the groups among them. */
export function ConditionGroup({
  group,
  onChange,
  number,
  path,
  depth,
  label,
  onRemove,
  emptyText,
}: ConditionGroupProps) {
  const id = useId();
  const { errorAt, isFull } = useBuilder();
  const box = useRef<HTMLDivElement>(null);
  const { conditions } = group;
  const keys = useRowKeys(conditions.length);
  const set = (next: Condition[]) => onChange({ ...group, conditions: next });
  const error = errorAt(path === "" ? "conditions" : `${path}.conditions`) ?? errorAt(path);

  /** The pressed button may be gone, the row may be new: keep the keyboard where the work is. */
  const focus = (index: number, selector: string) =>
    requestAnimationFrame(() => {
      const row = box.current?.querySelector(":scope > ul")?.children[index];
      const target =
        row?.querySelector<HTMLElement>(selector) ??
        box.current?.querySelector<HTMLElement>(":scope > [data-add] > button");
      target?.focus();
    });
  const insert = (index: number, part: Condition) => {
    keys.insert(index);
    set([...conditions.slice(0, index), part, ...conditions.slice(index)]);
    focus(index, "button, select");
  };
  const remove = (index: number) => {
    keys.remove(index);
    set(conditions.filter((_, at) => at !== index));
    focus(Math.min(index, conditions.length - 2), "[data-remove]");
  };
  const replace = (index: number, part: Condition) => set(conditions.map((old, at) => (at === index ? part : old)));

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset inside a list item loses its border and gap in flex layouts
    <div ref={box} role="group" aria-label={label} className={cn("min-w-0", depth > 1 && "border-l-2 pl-3")}>
      <div className="flex items-center gap-2">
        <NativeSelect
          aria-label={number === "" ? "Match" : `Match of group ${number}`}
          value={group.mode}
          onChange={(event) => onChange({ ...group, mode: event.target.value as GroupMode })}
        >
          {Object.entries(groupModes).map(([mode, words]) => (
            <option key={mode} value={mode}>
              {words}
            </option>
          ))}
        </NativeSelect>
        <span className="min-w-0 flex-1 text-muted">of the following</span>
        {onRemove && (
          <Button
            variant="ghost"
            size="icon"
            data-remove
            aria-label={`Remove group ${number}`}
            title="Remove group"
            onClick={onRemove}
          >
            <Trash2 aria-hidden />
          </Button>
        )}
      </div>
      {conditions.length > 0 && (
        <ul className="mt-2 flex flex-col gap-4 @lg:gap-2">
          {conditions.map((part, index) => {
            const own = {
              number: number === "" ? `${index + 1}` : `${number}.${index + 1}`,
              path: path === "" ? `conditions.${index}` : `${path}.conditions.${index}`,
              onRemove: () => remove(index),
            };
            return part.type === "test" ? (
              <ConditionRow
                key={keys.of(index)}
                {...own}
                test={part}
                onChange={(next) => replace(index, next)}
                onDuplicate={() => insert(index + 1, { ...part })}
              />
            ) : (
              <li key={keys.of(index)} className="min-w-0">
                <ConditionGroup
                  {...own}
                  group={part}
                  onChange={(next) => replace(index, next)}
                  depth={depth + 1}
                  label={`Group ${own.number}`}
                  emptyText="Add a condition to this group or remove it."
                />
              </li>
            );
          })}
        </ul>
      )}
      {conditions.length === 0 && !error && <p className="mt-2 text-muted">{emptyText}</p>}
      <FieldNote id={`${id}-note`} error={error} />
      <div data-add className="mt-2 flex flex-wrap gap-2">
        <Button
          size="sm"
          disabled={isFull}
          aria-label={number === "" ? undefined : `Add condition to group ${number}`}
          onClick={() => insert(conditions.length, emptyTest)}
        >
          <Plus aria-hidden />
          Add condition
        </Button>
        {depth < deepestGroup && (
          <Button
            size="sm"
            variant="ghost"
            disabled={isFull}
            aria-label={number === "" ? undefined : `Add group to group ${number}`}
            onClick={() => insert(conditions.length, { type: "group", mode: "any", conditions: [emptyTest] })}
          >
            <ListPlus aria-hidden />
            Add group
          </Button>
        )}
      </div>
    </div>
  );
}

/** Rows have no ids of their own: these follow them while rows come and go, so that a box keeps its state and focus. */
function useRowKeys(count: number) {
  const [keys, setKeys] = useState(() => Array.from({ length: count }, (_, index) => index));
  const next = useRef(count);
  // The form was filled from outside.
  if (keys.length !== count) setKeys(Array.from({ length: count }, (_, index) => keys[index] ?? -index - 1));
  return {
    of: (index: number) => keys[index] ?? -index - 1,
    insert: (index: number) => setKeys([...keys.slice(0, index), next.current++, ...keys.slice(index)]),
    remove: (index: number) => setKeys(keys.filter((_, at) => at !== index)),
  };
}
