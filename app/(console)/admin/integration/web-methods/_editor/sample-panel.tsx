"use client";
import { useMemo, useTransition } from "react";
import { useWatch } from "react-hook-form";
import { toast } from "sonner";
import { ValueTree } from "@/components/editor/value-tree";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { NativeSelect } from "@/components/ui/native-select";
import { Textarea } from "@/components/ui/textarea";
import { acceptedTypeOf } from "@/lib/inbound/read-body";
import { type AcceptedType, acceptedTypes } from "@/lib/inbound/web-method";
import { replyTree } from "../../webhooks/_editor/reply-tree";
import { lastCall } from "../actions";
import { type PathField, useEditor, useEditorForm } from "./editor-context";
import { sampleCalls } from "./sample";

const nameOf = (field: PathField | undefined): string => {
  if (field === undefined) return "a new row";
  if (field === "match.path") return "Match path";
  return field === "idempotencyPath" ? "Idempotency key" : `row ${Number(field.split(".")[1]) + 1}`;
};

/** A pasted or real call, as a tree whose values become paths on a click. Never saved. `onPicked` is told that one was taken. */
export function SamplePanel({ onPicked }: { onPicked?: () => void }) {
  const { webMethod, sample, readOnly, active } = useEditor();
  const pick = usePick();
  const [pending, startTransition] = useTransition();
  const { read, type } = sample;
  const tree = useMemo(() => (read?.ok ? replyTree(type, read.body.value) : undefined), [type, read]);
  const useLast = () =>
    startTransition(async () => {
      const result = await lastCall({ id: webMethod?.id ?? "" });
      if (!result.ok) return void toast.error(result.error.message);
      if (result.value === null) return void toast.info("Nobody has called this web method yet.");
      sample.setText(result.value.body);
      const given = acceptedTypeOf(result.value.contentType);
      if (given) sample.setType(given);
    });
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <Field
        label="Sample call"
        optional
        help="Paste what the partner sends. It is only used here and never saved."
        error={read && !read.ok ? read.message : undefined}
        aside={
          <span className="flex items-center gap-2">
            {webMethod && (
              <Button
                variant="ghost"
                size="sm"
                className="-my-1 h-6 px-1.5 text-xs"
                pending={pending}
                onClick={useLast}
              >
                Use the last call
              </Button>
            )}
            <TypeSelect />
          </span>
        }
      >
        {(wiring) => (
          <Textarea
            {...wiring}
            mono
            rows={5}
            spellCheck={false}
            className="max-h-60"
            placeholder={sampleCalls[type]}
            value={sample.text}
            onChange={(event) => sample.setText(event.target.value)}
          />
        )}
      </Field>
      {tree && (
        <ValueTree
          label="Call values"
          {...tree}
          onPick={
            readOnly
              ? undefined
              : (path) => {
                  pick(path);
                  onPicked?.();
                }
          }
          target={nameOf(active)}
        />
      )}
    </div>
  );
}

/** Only where more than one content type is accepted is there a choice. */
function TypeSelect() {
  const { sample } = useEditor();
  const { control } = useEditorForm();
  const accepted = useWatch({ control, name: "contentTypes" });
  if (accepted.length < 2) return null;
  return (
    <NativeSelect
      size="sm"
      aria-label="Content type of the sample"
      value={sample.type}
      onChange={(event) => sample.setType(event.target.value as AcceptedType)}
    >
      {acceptedTypes
        .filter((type) => accepted.includes(type))
        .map((type) => (
          <option key={type}>{type}</option>
        ))}
    </NativeSelect>
  );
}

/** Puts a path into the box that has the focus, else into the first empty row, else into a new one. */
function usePick() {
  const { rows, active, setActive } = useEditor();
  const { setValue, getValues } = useEditorForm();
  return (path: string) => {
    const mappings = getValues("mappings");
    const empty = mappings.findIndex((row) => row.path.trim() === "");
    const wanted = active ?? (empty >= 0 ? (`mappings.${empty}.path` as const) : undefined);
    // The next click is for the next value.
    setActive(undefined);
    const isGone = wanted?.startsWith("mappings.") && Number(wanted.split(".")[1]) >= mappings.length;
    if (wanted === undefined || isGone) return rows.append({ path, target: "" }, { shouldFocus: false });
    setValue(wanted, path, { shouldDirty: true, shouldValidate: true });
  };
}
