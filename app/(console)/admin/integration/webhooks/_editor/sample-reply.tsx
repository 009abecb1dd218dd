"use client";
import { useMemo, useTransition } from "react";
import { toast } from "sonner";
import { ValueTree } from "@/components/editor/value-tree";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import type { Decoded } from "@/lib/wire/codec/codec";
import { lastReply } from "../actions";
import { useEditor } from "./editor-context";
import { replyTree, sampleReplies } from "./reply-tree";

type SampleReplyProps = {
  decoded: Decoded | undefined;
  /** Maps a value; absent for readers. */
  onPick?: (path: string) => void;
  /** Where the next click goes. */
  target: string;
};

/** A pasted or real reply, as a tree whose values become paths on a click. Never saved. */
export function SampleReply({ decoded, onPick, target }: SampleReplyProps) {
  const { webhook, settled, sample, setSample } = useEditor();
  const [pending, startTransition] = useTransition();
  const type = settled.responseContentType;
  const tree = useMemo(() => (decoded?.ok ? replyTree(type, decoded.value) : undefined), [type, decoded]);
  const useLast = () =>
    startTransition(async () => {
      const result = await lastReply({ id: webhook?.id ?? "" });
      if (!result.ok) toast.error(result.error.message);
      else if (result.value === null) toast.info("This webhook has no reply yet. Send a test first.");
      else setSample(result.value);
    });
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <Field
        label="Sample reply"
        optional
        help={`Paste what the partner answers (${type}). It is only used here and never saved.`}
        error={decoded && !decoded.ok ? decoded.message : undefined}
        aside={
          webhook && (
            <Button variant="ghost" size="sm" className="-my-1 h-6 px-1.5 text-xs" pending={pending} onClick={useLast}>
              Use the last reply
            </Button>
          )
        }
      >
        {(wiring) => (
          <Textarea
            {...wiring}
            mono
            rows={4}
            spellCheck={false}
            className="max-h-60"
            placeholder={sampleReplies[type]}
            value={sample}
            onChange={(event) => setSample(event.target.value)}
          />
        )}
      </Field>
      {tree && <ValueTree label="Reply values" {...tree} onPick={onPick} target={target} />}
    </div>
  );
}
