"use client";
import { useWatch } from "react-hook-form";
import { TextField } from "@/components/form/text-field";
import { previewOf } from "../../webhooks/_editor/reply-tree";
import { type PathField as PathName, useEditor, useEditorForm } from "./editor-context";
import { samplePaths } from "./sample";

type PathFieldProps = { name: PathName; label: string; help?: string; optional?: boolean };

/** A path into the call. While it has the focus, a click on the sample fills it; below it stands what it finds there. */
export function PathField({ name, label, help, optional }: PathFieldProps) {
  const { readOnly, sample } = useEditor();
  const { control } = useEditorForm();
  const path = useWatch({ control, name });
  const found = sample.read?.ok && path.trim() !== "" ? sample.read.body.find(path) : undefined;
  return (
    <div className="min-w-0">
      <TextField
        control={control}
        name={name}
        label={label}
        optional={optional}
        help={help}
        mono
        spellCheck={false}
        autoComplete="off"
        placeholder={samplePaths[sample.type]}
        disabled={readOnly}
      />
      {sample.read?.ok && path.trim() !== "" && (
        <p className="mt-1 truncate text-muted text-xs">
          {found === undefined ? "Not in the sample." : <>In the sample: {previewOf(found)}</>}
        </p>
      )}
    </div>
  );
}
