"use client";
import { useState } from "react";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import { type DateMode, dateModeOf, inMode, momentInput } from "./condition-date-mode";

const modes: Record<DateMode, string> = { day: "Date", instant: "Date and time (UTC)", relative: "Relative" };
const possible = { date: ["day", "relative"], datetime: ["day", "instant", "relative"] } as const;

type ConditionDateProps = {
  kind: "date" | "datetime";
  value: string;
  onChange: (value: string) => void;
  "aria-label": string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
};

/** A day, a moment in UTC, or one relative to when the condition is looked at: today-7, now-2h. */
export function ConditionDate({ kind, value, onChange, ...wiring }: ConditionDateProps) {
  // What was chosen counts while there is no value to tell it from.
  const [chosen, setChosen] = useState<DateMode>("day");
  const mode = value === "" ? chosen : dateModeOf(value);
  return (
    <span className="flex min-w-0 gap-2">
      <NativeSelect
        aria-label={`Kind of date, ${wiring["aria-label"].toLowerCase()}`}
        className="w-26 shrink-0"
        value={mode}
        onChange={(event) => {
          const next = event.target.value as DateMode;
          setChosen(next);
          onChange(inMode(next, value));
        }}
      >
        {possible[kind].map((name) => (
          <option key={name} value={name}>
            {modes[name]}
          </option>
        ))}
      </NativeSelect>
      {mode === "relative" && (
        <Input
          {...wiring}
          mono
          spellCheck={false}
          autoComplete="off"
          placeholder={kind === "date" ? "today-7" : "now-2h"}
          title="today, today-7, today+2w, now, now-30m, now-2h"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      {mode === "day" && (
        <Input
          {...wiring}
          type="date"
          max="9999-12-31"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      {mode === "instant" && (
        <Input
          {...wiring}
          type="datetime-local"
          max="9999-12-31T23:59"
          value={momentInput(value)}
          onChange={(event) => onChange(event.target.value && `${event.target.value}Z`)}
        />
      )}
    </span>
  );
}
