import { CopyButton } from "@/components/ui/copy-button";
import { KeyValue } from "@/components/ui/key-value";
import { Time } from "@/components/ui/time";
import type { MailSummary } from "@/lib/notices/store";

/** Everything about a mail but its words. `from` is the sender of the environment, if set. */
export function MailFacts({ mail, from }: { mail: MailSummary; from: string | undefined }) {
  const list = (label: string, addresses: readonly string[]) =>
    addresses.length > 0 ? [{ label, value: addresses.join(", ") }] : [];
  const items = [
    { label: "From", value: mail.sender ?? from ?? "Not set yet: HOOKDESK_MAIL_FROM" },
    ...list("To", mail.to),
    ...list("Cc", mail.cc),
    ...list("Bcc", mail.bcc),
    ...list("Reply to", mail.replyTo ? [mail.replyTo] : []),
    { label: "Written by", value: mail.source === "notice" ? "A notice" : mail.source },
    { label: "Written", value: <Time value={mail.createdAt} format="exact" /> },
    { label: "Attempts", value: String(mail.attempts) },
    ...(mail.status === "waiting" && mail.attempts > 0
      ? [{ label: "Next", value: <Time value={mail.nextAttemptAt} format="exact" /> }]
      : []),
    ...(mail.sentAt ? [{ label: "Sent", value: <Time value={mail.sentAt} format="exact" /> }] : []),
    { label: "Last error", value: mail.lastError ?? "None" },
    {
      label: "Id",
      value: <code className="font-mono text-xs">{mail.id}</code>,
      action: <CopyButton text={mail.id} label="Copy mail id" />,
    },
  ];
  return (
    <aside aria-label="Facts" className="min-w-0">
      <h2 className="mb-2 font-semibold text-base">Facts</h2>
      <KeyValue items={items} className="grid-cols-[80px_minmax(0,1fr)] gap-x-4" />
    </aside>
  );
}
