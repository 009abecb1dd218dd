import { Lock } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { Time } from "@/components/ui/time";
import type { Message } from "@/lib/desk/message";

/** What was said, oldest first; private notes stand out. */
export function Conversation({ messages }: { messages: readonly Message[] }) {
  if (messages.length === 0) return <p className="text-muted">Nobody has written anything yet.</p>;
  return (
    <ol className="flex flex-col gap-3">
      {messages.map(({ id, authorName, from, visibility, body, createdAt }) => (
        <li key={id} className={cn("rounded-lg border px-4 py-3", visibility === "private" && "bg-warning-subtle")}>
          <p className="flex flex-wrap items-center gap-x-2">
            <span className="font-medium">{authorName}</span>
            <span className="text-muted text-xs">{from === "user" ? "Requester" : "Agent"}</span>
            {visibility === "private" && (
              <span className="inline-flex items-center gap-1 text-warning text-xs">
                <Lock aria-hidden className="size-3" />
                Private note
              </span>
            )}
            <Time value={createdAt} className="ml-auto text-muted text-xs" />
          </p>
          <p className="mt-1 whitespace-pre-wrap break-words text-base [overflow-wrap:anywhere]">{body}</p>
        </li>
      ))}
    </ol>
  );
}
