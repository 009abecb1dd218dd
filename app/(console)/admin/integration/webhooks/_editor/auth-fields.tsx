"use client";
import { useWatch } from "react-hook-form";
import { SecretField } from "@/components/form/secret-field";
import { SelectField } from "@/components/form/select-field";
import { TextField } from "@/components/form/text-field";
import { FieldGroup } from "@/components/ui/field";
import { useEditor, useEditorForm } from "./editor-context";

const authOptions = [
  { value: "none", label: "No Authentication" },
  { value: "basic", label: "Basic" },
];

/** Spec §4.2 nos. 6–8: how the webhook proves who it is. */
export function AuthFields() {
  const { webhook, readOnly: disabled } = useEditor();
  const { control } = useEditorForm();
  const authType = useWatch({ control, name: "auth.type" });
  return (
    <FieldGroup title="Authentication">
      <SelectField
        control={control}
        name="auth.type"
        label="Authentication Type"
        options={authOptions}
        help="No Authentication also fits an access key in the URL or body."
        disabled={disabled}
      />
      {authType === "basic" && (
        <>
          <TextField
            control={control}
            name="auth.username"
            label="Username"
            autoComplete="off"
            spellCheck={false}
            disabled={disabled}
          />
          <SecretField
            control={control}
            name="auth.password"
            label="Password"
            stored={webhook?.auth.type === "basic" && webhook.auth.hasPassword}
            help="Stored encrypted and never shown again."
            disabled={disabled}
          />
        </>
      )}
    </FieldGroup>
  );
}
