"use client";
import { useMemo, useTransition } from "react";
import { toast } from "sonner";
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
      {tree && (
        <div className="min-w-0">
          {onPick && <p className="mb-1.5 text-muted text-xs">Click a value to put its path into {target}.</p>}
          <ul aria-label="Reply values" className="max-h-80 overflow-y-auto rounded-lg border bg-surface py-1">
            {tree.nodes.map((node, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the tree is drawn whole; keys may repeat
              <li key={index} style={{ paddingLeft: `${node.depth * 16 + 4}px` }} className="pr-1">
                <button
                  type="button"
                  disabled={!onPick || node.path === undefined}
                  aria-label={node.path === undefined ? undefined : `Map ${node.path}`}
                  title={node.path ?? "No path can name this key"}
                  onClick={() => node.path !== undefined && onPick?.(node.path)}
                  className="flex min-h-6 w-full min-w-0 items-baseline gap-2 rounded-sm px-2 py-1 text-left font-mono text-xs enabled:hover:bg-hover"
                >
                  <span className="shrink-0 text-accent-text">{node.key}</span>
                  <span className={`min-w-0 truncate ${node.kind === "string" ? "text-success" : "text-muted"}`}>
                    {node.preview}
                  </span>
                </button>
              </li>
            ))}
          </ul>
          {tree.problem && <p className="mt-1.5 text-warning text-xs">{tree.problem}</p>}
          {tree.more > 0 && <p className="mt-1.5 text-muted text-xs">{tree.more} more values are not shown.</p>}
        </div>
      )}
    </div>
  );
}
