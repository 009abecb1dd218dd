"use client";
import { Braces } from "lucide-react";
import { useDeferredValue, useId, useMemo, useRef } from "react";
import { type FieldValues, useController } from "react-hook-form";
import type { BoundField, OptionalMark } from "@/components/form/bound-field";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { checkTemplate } from "@/lib/template/check";
import { CompletionList } from "./completion-list";
import { TemplateProblems } from "./template-problems";
import type { TemplateSource } from "./template-source";
import { useCompletion } from "./use-completion";

type TemplateInputProps<Values extends FieldValues, Output> = BoundField<Values, Output> &
  OptionalMark & { source: TemplateSource; multiline?: boolean; rows?: number; placeholder?: string };

/** Text with placeholders: `{{` offers fields, mistakes are named below with line and column. */
export function TemplateInput<Values extends FieldValues = FieldValues, Output = Values>(
  props: TemplateInputProps<Values, Output>,
) {
  const { name, control, label, help, optional, hideLabel, className, source, multiline, rows, disabled } = props;
  const box = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const { field, fieldState } = useController({ name, control });
  const completion = useCompletion(box, source, field.onChange);
  const { items, active, listId } = completion;
  const text: string = field.value ?? "";
  const checked = useDeferredValue(text);
  const problems = useMemo(
    () =>
      checkTemplate(
        checked,
        source.knows,
        source.known.map(({ path }) => path),
      ),
    [checked, source],
  );
  const problemsId = useId();
  const isOpen = items.length > 0;
  // A refused save names syntax errors already; beside the field once is enough.
  const shown = fieldState.error ? problems.filter(({ severity }) => severity === "warning") : problems;

  return (
    <div className={className}>
      <Field
        {...{ label, help, optional, hideLabel }}
        error={fieldState.error?.message}
        aside={
          !disabled && (
            <>
              {props.aside}
              <Button
                variant="ghost"
                size="sm"
                className="-my-1 h-6 px-1.5 text-xs [&_svg]:size-3.5"
                title="Insert field. While typing: {{ or Ctrl+Space"
                onClick={completion.insertField}
              >
                <Braces aria-hidden />
                Insert field
              </Button>
            </>
          )
        }
      >
        {({ "aria-describedby": noteId, ...wiring }) => {
          const shared = {
            ...wiring,
            name: field.name,
            value: text,
            disabled,
            mono: true,
            placeholder: props.placeholder,
            spellCheck: false,
            autoComplete: "off",
            "aria-autocomplete": "list" as const,
            "aria-controls": isOpen ? listId : undefined,
            "aria-activedescendant": isOpen ? `${listId}-${active}` : undefined,
            "aria-describedby": [noteId, shown.length > 0 && problemsId].filter(Boolean).join(" ") || undefined,
            ref: (element: (HTMLInputElement & HTMLTextAreaElement) | null) => {
              box.current = element;
              field.ref(element);
            },
            onChange: (event: { target: HTMLInputElement | HTMLTextAreaElement }) => {
              field.onChange(event.target.value);
              completion.suggest(event.target.value, event.target.selectionStart ?? 0);
            },
            onKeyDown: completion.onKeyDown,
            onBlur: () => {
              completion.close();
              field.onBlur();
            },
          };
          return (
            <div className="relative">
              {multiline ? (
                <Textarea {...shared} rows={rows ?? 2} />
              ) : (
                <Input {...shared} {...(isOpen && { role: "combobox", "aria-expanded": true })} />
              )}
              {isOpen && (
                <CompletionList
                  id={listId}
                  items={items}
                  active={active}
                  onActive={completion.setActive}
                  onTake={completion.take}
                />
              )}
            </div>
          );
        }}
      </Field>
      <TemplateProblems id={problemsId} problems={shown} />
    </div>
  );
}
