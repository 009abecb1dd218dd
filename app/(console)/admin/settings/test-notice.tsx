"use client";
import Link from "next/link";
import { useEffect, useState, useTransition } from "react";
import { answered } from "@/components/shell/answered";
import { Button } from "@/components/ui/button";
import { Status } from "@/components/ui/status";
import { followTestNotice, sendTestNotice } from "./notice-actions";
import { callWords, mailWords, type TestProgress } from "./test-words";

type Sent = { noticeId: string; mailId: string | null };

const everyMs = 1_000;
/** Then the outbox and the notices tell the rest. */
const longestLooks = 60;

/** Writes a notice as the saved settings want it, and tells what became of mail and call. */
export function TestNotice({ isDirty }: { isDirty: boolean }) {
  const [pending, startTransition] = useTransition();
  const [sent, setSent] = useState<Sent>();
  const send = () =>
    startTransition(async () => {
      const answer = await answered(sendTestNotice({}));
      if (answer) setSent(answer.value);
    });
  return (
    <div className="mt-6 flex max-w-[560px] flex-col items-start gap-3">
      <Button pending={pending} disabled={isDirty} onClick={send}>
        Send a test notice
      </Button>
      {isDirty && <p className="text-muted text-xs">Save first: the test goes where the saved settings say.</p>}
      {sent && <Progress key={sent.noticeId} sent={sent} />}
    </div>
  );
}

function Progress({ sent }: { sent: Sent }) {
  const progress = useProgress(sent);
  const mail = progress && mailWords(progress);
  const call = progress && callWords(progress);
  return (
    <div role="status">
      <ul aria-label="What became of the test notice" className="flex flex-col gap-1.5">
        <li>
          <Status meaning="success" className="whitespace-normal">
            <span>
              The console shows it, in{" "}
              <Link
                href="/admin/integration/notices"
                className="rounded-sm text-accent-text underline underline-offset-2"
              >
                all notices
              </Link>
              .
            </span>
          </Status>
        </li>
        {[mail, call].map(
          (words, index) =>
            words && (
              <li key={index === 0 ? "mail" : "call"}>
                <Status meaning={words.meaning} className="whitespace-normal [overflow-wrap:anywhere]">
                  {words.text}
                </Status>
              </li>
            ),
        )}
        {sent.mailId !== null && (
          <li>
            <Link
              href={`/admin/integration/outbox/${sent.mailId}`}
              className="rounded-sm text-accent-text hover:underline"
            >
              See the mail in the outbox
            </Link>
          </li>
        )}
      </ul>
    </div>
  );
}

/** Looks every second until nothing new is to come. */
function useProgress({ noticeId, mailId }: Sent): TestProgress | undefined {
  const [progress, setProgress] = useState<TestProgress>();
  useEffect(() => {
    let isOn = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async (left: number) => {
      const result = await followTestNotice({ noticeId, mailId }).catch(() => undefined);
      if (!isOn) return;
      if (result?.ok) {
        setProgress(result.value);
        if (mailWords(result.value).isOver && callWords(result.value).isOver) return;
      }
      if (left > 0) timer = setTimeout(() => void look(left - 1), everyMs);
    };
    void look(longestLooks);
    return () => {
      isOn = false;
      clearTimeout(timer);
    };
  }, [noticeId, mailId]);
  return progress;
}
