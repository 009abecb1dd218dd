"use client";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import type { AcceptedType } from "@/lib/inbound/web-method";
import { curlOf, sampleCalls } from "./sample";

type NewKeyDialogProps = {
  /** Undefined closes the dialog. */
  accessKey: string | undefined;
  url: string;
  contentType: AcceptedType;
  onClose: () => void;
};

/** The one time an access key is shown, with a call to try it. */
export function NewKeyDialog({ accessKey, url, contentType, onClose }: NewKeyDialogProps) {
  return (
    // A click beside it would lose the key.
    <Dialog open={accessKey !== undefined} onOpenChange={(open) => !open && onClose()} disablePointerDismissal>
      <DialogContent
        title="Copy the access key now"
        description="Only a fingerprint of it is stored. If it is lost, make a new one."
        size="lg"
        footer={
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        }
      >
        <div className="flex min-w-0 flex-col gap-3">
          <CodeBlock label="Access key" code={accessKey ?? ""} wrap />
          <CodeBlock
            label="cURL command"
            code={curlOf(url, accessKey ?? "", contentType, sampleCalls[contentType])}
            wrap
          />
          <Notice>
            The partner sends the key as the header X-Access-Key, or as ?accessKey= where it can’t set headers.
            Addresses end up in logs, so prefer the header.
          </Notice>
        </div>
      </DialogContent>
    </Dialog>
  );
}
