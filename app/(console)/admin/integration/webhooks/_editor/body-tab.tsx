"use client";
import { useCallback, useEffect, useMemo, useRef } from "react";
import { useController, useWatch } from "react-hook-form";
import type { TemplateEditorApi } from "@/components/editor/monaco-template-editor";
import { TemplateEditor } from "@/components/editor/template-editor";
import { type ShownProblem, TemplateProblems } from "@/components/editor/template-problems";
import { SelectField } from "@/components/form/select-field";
import { cn } from "@/components/ui/cn";
import { FieldNote } from "@/components/ui/field";
import { Kbd } from "@/components/ui/kbd";
import { type ContentType, contentTypes } from "@/lib/delivery/webhook";
import { checkTemplate } from "@/lib/template/check";
import { lineStarts } from "@/lib/template/position";
import { useEditor, useEditorForm } from "./editor-context";
import { HeaderList } from "./header-list";

const languages: Record<ContentType, "json" | "xml" | "plain"> = {
  "application/json": "json",
  "application/xml": "xml",
  "application/x-www-form-urlencoded": "plain",
  "text/html": "xml",
  "text/plain": "plain",
};
const contentTypeOptions = contentTypes.map((value) => ({ value, label: value }));

/** Spec §4.4. */
export function BodyTab() {
  const { source, settled, warnings, readOnly } = useEditor();
  const { control, watch, getValues } = useEditorForm();
  const contentType = useWatch({ control, name: "requestContentType" });
  const { field, fieldState } = useController({ control, name: "body" });
  const api = useRef<TemplateEditorApi>(undefined);
  const onReady = useCallback((ready: TemplateEditorApi | undefined) => {
    api.current = ready;
  }, []);

  // Discard and loading another version replace the text; what is typed here is already in the editor.
  useEffect(() => {
    const { unsubscribe } = watch(() => api.current?.setText(getValues("body")));
    return unsubscribe;
  }, [watch, getValues]);
  useEffect(() => {
    field.ref({ focus: () => api.current?.focus() });
  }, [field.ref]);

  const { body } = settled;
  const checked = useMemo(
    () =>
      checkTemplate(
        body,
        source.knows,
        source.known.map(({ path }) => path),
      ),
    [body, source],
  );
  const inBody = useMemo(() => warnings.filter((warning) => warning.field === "body"), [warnings]);
  const underlined = useMemo(() => {
    const starts = lineStarts(body);
    const elsewhere = inBody.filter(
      ({ line, column }) => line !== undefined && !checked.some((one) => one.line === line && one.column === column),
    );
    return [
      ...checked,
      ...elsewhere.map(({ message, line = 1, column = 1 }) => ({
        severity: "warning" as const,
        message,
        offset: Math.min(body.length, (starts[line - 1] ?? 0) + column - 1),
        length: 1,
      })),
    ];
  }, [body, checked, inBody]);
  const listed: ShownProblem[] = [
    ...checked.filter(({ severity }) => severity === "error" && !fieldState.error),
    ...inBody.map((warning) => ({ severity: "warning" as const, ...warning })),
  ];

  return (
    <div className="flex flex-col gap-6">
      <SelectField
        control={control}
        name="requestContentType"
        label="Request content type"
        className="max-w-[360px]"
        options={contentTypeOptions}
        help="Decides how inserted values are escaped, so that quotes or & in a ticket can’t break the body."
        disabled={readOnly}
      />
      <div className="min-w-0">
        <div className="mb-1.5 flex flex-wrap items-baseline justify-between gap-x-3">
          <span className="font-medium">Body Template</span>
          <span className="text-muted text-xs max-sm:hidden">
            Type <code className="font-mono">{"{{"}</code> for fields, <code className="font-mono">|</code> for filters
          </span>
        </div>
        <div
          className={cn(
            "h-[min(56dvh,560px)] min-h-60 resize-y overflow-hidden rounded-md border border-strong focus-within:border-accent-text focus-within:outline-1 focus-within:outline-accent-text",
            fieldState.error && "border-danger",
          )}
        >
          <TemplateEditor
            label="Body Template"
            defaultValue={getValues("body")}
            language={languages[contentType]}
            source={source}
            problems={underlined}
            readOnly={readOnly}
            onChange={field.onChange}
            onBlur={field.onBlur}
            onReady={onReady}
          />
        </div>
        <FieldNote
          id="body-note"
          error={fieldState.error?.message}
          help={
            <>
              Tab leaves the editor; <Kbd>Ctrl M</Kbd> lets Tab indent. A whole multi-line form, such as{" "}
              <code className="font-mono">{'"{{ticket.formname}}"'}</code>, becomes a list of its rows.
            </>
          }
        />
        <TemplateProblems problems={listed} />
      </div>
      <HeaderList />
    </div>
  );
}
