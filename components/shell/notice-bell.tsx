"use client";
import { Bell, CheckCheck, List } from "lucide-react";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Menu, MenuContent, MenuItem, MenuLink, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import { Time } from "@/components/ui/time";
import type { Result } from "@/lib/core/result";
import type { NoticeGlance } from "@/lib/notices/glance";
import { answered } from "./answered";
import { useNoticeGlance } from "./use-notice-glance";

export type BellProps = {
  /** How many this person has not seen, as the page was made. */
  unseen: number;
  /** Server action: notices up to then (ISO 8601) count as seen. */
  markSeen: (input: { upTo: string }) => Promise<Result<unknown>>;
};

/** The newest notices, and how many of them are new to this person. */
export function NoticeBell({ unseen: drawn, markSeen }: BellProps) {
  const { unseen, items, look, seen } = useNoticeGlance(drawn);
  const [pending, startTransition] = useTransition();
  const listed = Array.isArray(items) ? items : [];
  const newest = listed[0];
  const mark = () =>
    startTransition(async () => {
      if (newest && (await answered(markSeen({ upTo: newest.at })))) seen();
    });
  const count = unseen > 99 ? "99+" : String(unseen);
  return (
    <>
      <Menu modal={false} onOpenChange={(open) => open && void look()}>
        <MenuTrigger
          render={<Button variant="ghost" size="icon" aria-label={unseen > 0 ? `Notices, ${count} new` : "Notices"} />}
        >
          <Bell aria-hidden />
          {unseen > 0 && (
            <span
              aria-hidden
              className="absolute top-0 right-0 flex h-4 min-w-4 items-center justify-center rounded-full bg-danger-solid px-1 font-medium text-[10px] text-on-solid tabular-nums leading-none"
            >
              {count}
            </span>
          )}
        </MenuTrigger>
        <MenuContent className="w-88 max-w-[calc(100vw-1.5rem)]">
          <Glance items={items} unseen={unseen} />
          <MenuSeparator />
          <MenuItem disabled={unseen === 0 || pending || !newest} onClick={mark}>
            <CheckCheck aria-hidden />
            Mark all as seen
          </MenuItem>
          <MenuLink href="/admin/integration/notices">
            <List aria-hidden />
            All notices
          </MenuLink>
        </MenuContent>
      </Menu>
      <Announcement unseen={unseen} />
    </>
  );
}

function Glance({ items, unseen }: { items: NoticeGlance["items"] | "failed" | undefined; unseen: number }) {
  if (items === undefined) return <Line>Loading…</Line>;
  if (items === "failed")
    return <Line>The notices could not be loaded. Check your connection and open this again.</Line>;
  if (items.length === 0) return <Line>No notices yet. You are told here when a partner can’t be reached.</Line>;
  return items.map((notice, index) => (
    <MenuLink key={notice.id} href={notice.href} className="items-start py-1.5">
      <span
        aria-hidden
        className={`mt-1.5 size-2 shrink-0 rounded-full ${index < unseen ? "bg-danger" : "bg-transparent"}`}
      />
      <span className="min-w-0 flex-1">
        <span className="line-clamp-2 [overflow-wrap:anywhere]">
          {index < unseen && <span className="sr-only">New: </span>}
          {notice.subject}
        </span>
        <Time value={notice.at} className="block text-muted text-xs" />
      </span>
    </MenuLink>
  ));
}

const Line = ({ children }: { children: string }) => <p className="px-2 py-2 text-muted">{children}</p>;

/** Says it once when there are more than before; silent as the page opens and when they are marked as seen. */
function Announcement({ unseen }: { unseen: number }) {
  const [last, setLast] = useState(unseen);
  const [words, setWords] = useState("");
  if (last !== unseen) {
    setLast(unseen);
    setWords(unseen > last ? `${unseen === 1 ? "1 new notice" : `${unseen} new notices`}` : "");
  }
  return (
    <span role="status" className="sr-only">
      {words}
    </span>
  );
}
