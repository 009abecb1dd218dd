import type { Meaning } from "@/components/ui/status";
import type { Mail } from "@/lib/notices/notice";
import { mailWaitsMs } from "@/lib/notices/tries";

/** What each status is called, and what its colour means. */
export const mailStates: Record<Mail["status"], { label: string; meaning: Meaning }> = {
  waiting: { label: "Waiting", meaning: "warning" },
  sending: { label: "Sending", meaning: "info" },
  sent: { label: "Sent", meaning: "success" },
  failed: { label: "Failed", meaning: "danger" },
  cancelled: { label: "Cancelled", meaning: "faint" },
};

export const noMailServer = "No mail server is set: HOOKDESK_SMTP_URL";

type Shown = Pick<Mail, "status" | "attempts" | "nextAttemptAt" | "sentAt" | "lastError">;

/** Where a mail stands, as a sentence; `at` is the moment it speaks of, if any. */
export function describeMail(mail: Shown, hasServer: boolean): { text: string; at?: Date } {
  const attempts = `${mail.attempts} ${mail.attempts === 1 ? "attempt" : "attempts"}`;
  switch (mail.status) {
    case "waiting":
      if (!hasServer) return { text: `It waits. ${noMailServer}.` };
      if (mail.attempts === 0) return { text: "It is sent as soon as a worker is free." };
      return {
        text: `Attempt ${mail.attempts + 1} of ${mailWaitsMs.length + 1} is made`,
        at: mail.nextAttemptAt ?? undefined,
      };
    case "sending":
      return { text: "It is being handed to the mail server." };
    case "sent":
      return {
        text: mail.lastError ? "The mail server took it for some addresses" : "The mail server took it",
        at: mail.sentAt ?? undefined,
      };
    case "failed":
      return { text: `Given up after ${attempts}.` };
    case "cancelled":
      return { text: mail.attempts === 0 ? "Cancelled before it was sent." : `Cancelled after ${attempts}.` };
  }
}

/** What a person may do with a mail. */
export const mayCancel = ({ status }: Pick<Mail, "status">): boolean => status === "waiting";
export const maySendAgain = ({ status, attempts }: Pick<Mail, "status" | "attempts">): boolean =>
  status === "waiting" ? attempts > 0 : status !== "sending";
export const sendAgainLabel = ({ status }: Pick<Mail, "status">): string =>
  status === "waiting" ? "Send now" : "Send again";
