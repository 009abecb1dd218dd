"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FieldGroup } from "@/components/ui/field";
import { Time } from "@/components/ui/time";
import { rotateWebMethodKey } from "../actions";
import { useEditor } from "./editor-context";
import { NewKeyDialog } from "./new-key-dialog";

/** Which key partners have, and how to give them another. */
export function KeySection() {
  const { webMethod, readOnly, urlBase } = useEditor();
  const [asking, setAsking] = useState(false);
  const [accessKey, setAccessKey] = useState<string>();
  if (!webMethod)
    return (
      <FieldGroup title="Access key">
        <p className="text-muted">Made when you save, and shown once. Calls without it are refused.</p>
      </FieldGroup>
    );
  return (
    <FieldGroup title="Access key" help="Access Key Authentication: calls without the key are refused.">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p>
          Ends in <code className="font-mono text-xs">…{webMethod.keyEnd}</code>
          <span className="text-muted">
            , made <Time value={webMethod.keyCreatedAt} />
          </span>
        </p>
        {!readOnly && <Button onClick={() => setAsking(true)}>Rotate key</Button>}
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Rotate the access key of “${webMethod.name}”?`}
        description="The key partners have now is refused at once, until they use the new one."
        confirmLabel="Rotate key"
        danger
        onConfirm={async () => {
          const result = await rotateWebMethodKey({ id: webMethod.id });
          if (!result.ok) return { error: result.error.message };
          setAccessKey(result.value);
          return undefined;
        }}
      />
      <NewKeyDialog
        accessKey={accessKey}
        url={`${urlBase}${webMethod.name}`}
        contentType={webMethod.contentTypes[0] ?? "application/json"}
        onClose={() => setAccessKey(undefined)}
      />
    </FieldGroup>
  );
}
