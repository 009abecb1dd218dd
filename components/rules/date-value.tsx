"use client";
import { useState } from "react";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import type { ValueControlProps } from "./condition-value";
import { type DateMode, dateModeOf, startOfMode } from "./date-mode";

const modes: Record<DateMode, string> = { day: "Date", instant: "Date and time (UTC)", relative: "Relative" };

/** A day, a moment in UTC, or one relative to when the condition is looked at: today-7, now-2h. */
export function DateValue({ kind, value, onChange, label, wiring }: ValueControlProps & { kind: "date" | "datetime" }) {
  // What was chosen counts while there is no value to tell it from.
  const [chosen, setChosen] = useState<DateMode>("day");
  const text = typeof value === "string" ? value : "";
  const mode = text === "" ? chosen : dateModeOf(text);
  const choose = (next: DateMode) => {
    setChosen(next);
    onChange(startOfMode(next, text));
  };
  const box = { ...wiring, value: text, onChange: (event: { target: { value: string } }) => onChange(event.target.value) };
  return (
    <span className="flex min-w-0 gap-2">
      <NativeSelect
        aria-label={`${label}: kind of date`}
        className="w-24 shrink-0"
        value={mode}
        onChange={(event) => choose(event.target.value as DateMode)}
      >
        {(["day", ...(kind === "datetime" ? ["instant" as const] : []), "relative"] as const).map((name) => (
          <option key={name} value={name}>
            {modes[name]}
          </option>
        ))}
      </NativeSelect>
      {mode === "relative" ? (
        <Input {...box} aria-label={label} mono spellCheck={false} placeholder="today-7 or now-2h" />
      ) : (
        <Input
          {...box}
          aria-label={label}
          type={mode === "day" ? "date" : "datetime-local"}
          value={mode === "day" ? text : text.replace(/(:\d{2}(\.\d+)?)?Z?$/i, (end) => (/^:\d{2}$/.test(end) ? "" : ""))}
        />
      )}
    </span>
  );
}
