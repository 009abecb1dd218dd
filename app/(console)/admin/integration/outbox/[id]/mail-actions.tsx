"use client";
import { Button } from "@/components/ui/button";
import type { MailSummary } from "@/lib/notices/store";
import { mayCancel, maySendAgain, sendAgainLabel } from "../state";
import { useMailCommands } from "../use-mail-commands";

export function MailActions({ mail }: { mail: MailSummary }) {
  const { pending, cancel, sendAgain } = useMailCommands();
  return (
    <>
      {mayCancel(mail) && (
        <Button pending={pending} onClick={() => cancel(mail)}>
          Cancel
        </Button>
      )}
      {maySendAgain(mail) && (
        <Button variant="primary" pending={pending} onClick={() => sendAgain(mail)}>
          {sendAgainLabel(mail)}
        </Button>
      )}
    </>
  );
}
