"use client";
import { RotateCcw } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { useEditor } from "./editor-context";
import type { LiveRequest } from "./use-live-request";

/** The values a technician would enter, for the preview and for tests; untouched ones follow their default text. */
export function ParameterValues({ live }: { live: LiveRequest }) {
  const { settled } = useEditor();
  const parameters = settled.parameters.filter(({ name }) => name.trim() !== "");
  if (parameters.length === 0) return null;
  const resolved = live.preview?.parameters ?? {};
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 text-muted text-xs">Parameter values</legend>
      <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
        {parameters.map(({ name: written, isReadOnly, displayType }, index) => {
          const name = written.trim();
          const own = live.given[name];
          const shared = {
            value: (isReadOnly ? undefined : own) ?? resolved[name] ?? "",
            readOnly: isReadOnly,
            onChange: (event: { target: { value: string } }) => live.give(name, event.target.value),
          };
          return (
            <Field
              // biome-ignore lint/suspicious/noArrayIndexKey: two may have the same name while one is being typed
              key={index}
              label={name}
              className={displayType === "multiline" ? "sm:col-span-2" : undefined}
              aside={
                isReadOnly
                  ? "read only"
                  : own !== undefined && (
                      <Button
                        variant="ghost"
                        size="sm"
                        className="-my-1 h-5 px-1 text-xs [&_svg]:size-3"
                        onClick={() => live.give(name, undefined)}
                      >
                        <RotateCcw aria-hidden />
                        Default
                      </Button>
                    )
              }
            >
              {(wiring) =>
                displayType === "multiline" ? (
                  <Textarea {...wiring} {...shared} rows={2} />
                ) : (
                  <Input {...wiring} {...shared} className={isReadOnly ? "bg-surface text-muted" : undefined} />
                )
              }
            </Field>
          );
        })}
      </div>
    </fieldset>
  );
}
