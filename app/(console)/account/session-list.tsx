"use client";
import { useTransition } from "react";
import { toast } from "sonner";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Time } from "@/components/ui/time";
import type { Session } from "@/lib/access/role";
import { endSessions } from "./actions";

export function SessionList({ sessions, currentId }: { sessions: Session[]; currentId: string }) {
  const [isPending, start] = useTransition();
  const end = (id?: string) =>
    start(async () => {
      const result = await endSessions({ id });
      if (result.ok) toast.success(id ? "Session ended." : "All other sessions were ended.");
      else toast.error(result.error.message);
    });
  return (
    <>
      <ul className="max-w-[560px] divide-y rounded-lg border">
        {sessions.map((session) => (
          <li key={session.id} className="flex items-center justify-between gap-4 px-4 py-3">
            <div className="min-w-0">
              <p className="flex items-center gap-2 font-medium">
                <span className="truncate">{browserOf(session.userAgent)}</span>
                {session.id === currentId && <Badge>This browser</Badge>}
              </p>
              <p className="text-muted text-xs">
                {session.address || "unknown address"} · last used <Time value={session.lastSeenAt} />
              </p>
            </div>
            {session.id !== currentId && (
              <Button size="sm" pending={isPending} onClick={() => end(session.id)}>
                End session
              </Button>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <Button className="mt-3" pending={isPending} onClick={() => end()}>
          End all other sessions
        </Button>
      )}
    </>
  );
}

const browsers = [
  ["Edg/", "Edge"],
  ["Firefox/", "Firefox"],
  ["HeadlessChrome/", "Chromium (headless)"],
  ["Chrome/", "Chrome"],
  ["Safari/", "Safari"],
] as const;

const systems = ["Windows", "Mac OS", "Android", "iPhone", "Linux"] as const;

function browserOf(userAgent: string): string {
  const browser = browsers.find(([token]) => userAgent.includes(token))?.[1];
  const system = systems.find((name) => userAgent.includes(name));
  return browser ? `${browser}${system ? ` on ${system}` : ""}` : userAgent.slice(0, 60) || "Unknown browser";
}
