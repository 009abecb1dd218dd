"use client";
import { useState, useTransition } from "react";
import { useUnsaved } from "@/components/tickets/unsaved";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Notice } from "@/components/ui/notice";
import { Textarea } from "@/components/ui/textarea";
import type { MessageInput } from "@/lib/desk/message";
import { addReply } from "../actions";
import { useTicket } from "./ticket-context";

const kinds: { value: MessageInput["visibility"]; label: string; send: string; hint: string }[] = [
  { value: "public", label: "Public reply", send: "Send reply", hint: "The requester reads this." },
  { value: "private", label: "Private note", send: "Add note", hint: "Only agents read this." },
];

/** A reply to the requester or a note among agents. Ctrl/⌘ Enter sends. */
export function ReplyBox() {
  const { id } = useTicket();
  const [body, setBody] = useState("");
  const [visibility, setVisibility] = useState<MessageInput["visibility"]>("public");
  const [error, setError] = useState<string>();
  const [said, setSaid] = useState("");
  const [pending, startTransition] = useTransition();
  const kind = kinds.find(({ value }) => value === visibility);
  useUnsaved("your reply", body.trim() !== "");

  const send = () =>
    startTransition(async () => {
      if (pending) return;
      const result = await addReply({ ticketId: id, body, visibility }).catch(() => undefined);
      startTransition(() => {
        if (result?.ok) {
          setBody((current) => (current === body ? "" : current));
          setError(undefined);
          setSaid(visibility === "public" ? "Reply sent" : "Note added");
        } else
          setError(
            result
              ? (Object.values(result.error.fields ?? {}).flat()[0] ?? result.error.message)
              : "The server did not answer. Your text is still here; try again.",
          );
      });
    });

  return (
    <section
      aria-label="Reply"
      className={cn("mt-4 rounded-lg border", visibility === "private" && "bg-warning-subtle")}
    >
      <fieldset className="flex gap-1 px-2 pt-2">
        <legend className="sr-only">Who reads it</legend>
        {kinds.map(({ value, label }) => (
          <label
            key={value}
            className="rounded-md px-2 py-1 text-muted has-checked:bg-hover has-checked:font-medium has-checked:text-text has-focus-visible:outline-2 has-focus-visible:outline-accent-text"
          >
            <input
              type="radio"
              name="visibility"
              className="sr-only"
              value={value}
              checked={visibility === value}
              onChange={() => setVisibility(value)}
            />
            {label}
          </label>
        ))}
      </fieldset>
      <div className="p-2">
        <Textarea
          aria-label={kind?.label}
          placeholder={visibility === "public" ? "Write a reply…" : "Write a note…"}
          rows={3}
          value={body}
          aria-describedby="reply-hint"
          onChange={(event) => {
            setBody(event.target.value);
            setSaid("");
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && body.trim() !== "") send();
          }}
        />
        {error && (
          <Notice tone="danger" className="mt-2">
            {error}
          </Notice>
        )}
        <div className="mt-2 flex flex-wrap items-center justify-between gap-2">
          <p id="reply-hint" className="text-muted text-xs">
            {kind?.hint}
          </p>
          <Button
            variant="primary"
            pending={pending}
            disabled={body.trim() === ""}
            title="Ctrl+Enter or ⌘Enter"
            aria-keyshortcuts="Control+Enter Meta+Enter"
            onClick={send}
          >
            {kind?.send}
          </Button>
        </div>
      </div>
      <span role="status" className="sr-only">
        {said}
      </span>
    </section>
  );
}
