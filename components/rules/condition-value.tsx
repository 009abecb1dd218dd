"use client";
import { useState } from "react";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import { Textarea } from "@/components/ui/textarea";
import type { ConditionTest, ConditionValue as Value } from "@/lib/rules/condition";
import type { ConditionField } from "@/lib/rules/fields";
import { operatorOf } from "@/lib/rules/operators";
import { ConditionDate } from "./condition-date";
import { ChoicePicker, ChoicesPicker } from "./condition-picker";

type ConditionValueProps = {
  test: ConditionTest;
  field: ConditionField | undefined;
  onChange: (value: Value) => void;
  "aria-label": string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
};

/** The control that fits the field's kind and the operator; nothing where there is nothing to compare with. */
export function ConditionValue({ test, field, onChange, ...wiring }: ConditionValueProps) {
  const { takes } = operatorOf(test.operator);
  const { value } = test;
  if (takes === "nothing") return null;
  if (takes === "values") {
    const values: (string | number)[] = Array.isArray(value) ? value : [];
    return field?.choices ? (
      <ChoicesPicker
        {...wiring}
        what="values"
        choices={field.choices}
        value={values}
        onValueChange={(next) => onChange(sameKind(next))}
      />
    ) : (
      <Lines {...wiring} isNumeric={field?.kind === "number"} values={values} onChange={onChange} />
    );
  }
  if (field?.choices) {
    const one = typeof value === "string" || typeof value === "number" ? value : null;
    return <ChoicePicker {...wiring} what="values" choices={field.choices} value={one} onValueChange={onChange} />;
  }
  const text = typeof value === "string" || typeof value === "number" ? String(value) : "";
  switch (field?.kind) {
    case "boolean":
      return (
        <NativeSelect
          {...wiring}
          className="w-full"
          value={value === false ? "no" : "yes"}
          onChange={(event) => onChange(event.target.value === "yes")}
        >
          <option value="yes">Yes</option>
          <option value="no">No</option>
        </NativeSelect>
      );
    case "date":
    case "datetime":
      return <ConditionDate {...wiring} kind={field.kind} value={text} onChange={onChange} />;
    case "number":
      return (
        <Input
          {...wiring}
          type="number"
          step="any"
          className="tabular-nums"
          value={text}
          onChange={(event) => onChange(event.target.value === "" ? null : Number(event.target.value))}
        />
      );
    default:
      return (
        <Input
          {...wiring}
          mono={test.operator === "matches_pattern"}
          spellCheck={test.operator === "matches_pattern" ? false : undefined}
          autoComplete="off"
          disabled={!field}
          placeholder={placeholders[test.operator]}
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      );
  }
}

const placeholders: Partial<Record<ConditionTest["operator"], string>> = {
  like: "%printer%",
  not_like: "%printer%",
  matches_pattern: "^INC\\d+$",
};

/** A list is of texts or of numbers. */
function sameKind(values: readonly (string | number)[]): string[] | number[] {
  const numbers = values.filter((value) => typeof value === "number");
  return numbers.length === values.length ? numbers : values.map(String);
}

type LinesProps = Omit<ConditionValueProps, "test" | "field" | "onChange"> & {
  values: readonly (string | number)[];
  isNumeric: boolean;
  onChange: (value: string[] | number[]) => void;
};

/** Several typed values, one per line. */
function Lines({ values, isNumeric, onChange, ...wiring }: LinesProps) {
  const read = (text: string) => {
    const lines = text.split("\n").flatMap((line) => line.trim() || []);
    return isNumeric ? sameKind(lines.map((line) => (Number.isFinite(Number(line)) ? Number(line) : line))) : lines;
  };
  // As it is typed, line breaks at the end included, as long as it still says what the form holds.
  const [typed, setTyped] = useState("");
  const shown = JSON.stringify(read(typed)) === JSON.stringify(values) ? typed : values.join("\n");
  return (
    <Textarea
      {...wiring}
      rows={2}
      placeholder="One value per line"
      value={shown}
      onChange={(event) => {
        setTyped(event.target.value);
        onChange(read(event.target.value));
      }}
    />
  );
}
