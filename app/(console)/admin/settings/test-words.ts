import type { Meaning } from "@/components/ui/status";
import type { Mail, Notice } from "@/lib/notices/notice";

/** How far a test notice has come. */
export type TestProgress = {
  hasServer: boolean;
  mail: Pick<Mail, "status" | "attempts" | "lastError"> | null;
  call: { status: NonNullable<Notice["postStatus"]>; attempts: number; error: string | null } | null;
};

/** `isOver`: looking again soon tells nothing new. */
type Words = { meaning: Meaning; text: string; isOver: boolean };

export function mailWords({ mail, hasServer }: TestProgress): Words {
  if (!mail) return { meaning: "faint", text: "No mail: no address is saved.", isOver: true };
  const { status, lastError } = mail;
  const said = lastError ? ` ${sentence(lastError)}` : "";
  if (status === "sent") return { meaning: "success", text: `The mail server took the mail.${said}`, isOver: true };
  if (status === "failed") return { meaning: "danger", text: `The mail was given up.${said}`, isOver: true };
  if (status === "cancelled") return { meaning: "faint", text: "Somebody cancelled the mail.", isOver: true };
  if (!hasServer) {
    const text = "The mail waits in the outbox. No mail server is set: HOOKDESK_SMTP_URL.";
    return { meaning: "warning", text, isOver: true };
  }
  if (lastError) return { meaning: "warning", text: `The mail is tried again later.${said}`, isOver: true };
  return { meaning: "info", text: "The mail is on its way.", isOver: false };
}

export function callWords({ call }: TestProgress): Words {
  if (!call) return { meaning: "faint", text: "No call: no address is saved.", isOver: true };
  const { status, error } = call;
  const said = error ? ` ${sentence(error)}` : "";
  if (status === "sent") return { meaning: "success", text: "The address answered with success.", isOver: true };
  if (status === "failed") return { meaning: "danger", text: `The call was given up.${said}`, isOver: true };
  if (error) return { meaning: "warning", text: `The call is tried again later.${said}`, isOver: true };
  return { meaning: "info", text: "The call is on its way.", isOver: false };
}

const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);
