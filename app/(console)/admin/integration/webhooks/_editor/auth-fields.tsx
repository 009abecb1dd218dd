"use client";
import { AuthFields as Fields } from "@/components/form/auth-fields";
import { FieldGroup } from "@/components/ui/field";
import { useEditor } from "./editor-context";

/** Spec §4.2 nos. 6–8: how the webhook proves who it is. */
export function AuthFields() {
  const { webhook, connections, readOnly } = useEditor();
  return (
    <FieldGroup title="Authentication">
      <Fields
        stored={webhook?.auth}
        connections={connections}
        help="No Authentication also fits an access key in the URL or body."
        disabled={readOnly}
      />
    </FieldGroup>
  );
}
