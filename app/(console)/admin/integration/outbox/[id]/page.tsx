import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { Live } from "@/components/shell/live";
import { PageHeader } from "@/components/shell/page-header";
import { CodeBlock } from "@/components/ui/code-block";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import { may } from "@/lib/access/permissions";
import { describeMail, mailStates } from "../state";
import { MailActions } from "./mail-actions";
import { MailFacts } from "./mail-facts";

export const metadata: Metadata = { title: "Mail" };

export default async function MailPage({ params }: PageProps<"/admin/integration/outbox/[id]">) {
  const { principal } = await requirePage("deliveries.read");
  const { stores, config } = runtime();
  const mail = await stores.mails.get((await params).id);
  if (!mail) notFound();
  const state = describeMail(mail, config.mail !== undefined);
  const { text: _, html: __, ...summary } = mail;
  return (
    <>
      <Live topic="mail" id={mail.id} />
      <PageHeader
        title={mail.subject || "(no subject)"}
        mark={<Status meaning={mailStates[mail.status].meaning}>{mailStates[mail.status].label}</Status>}
        purpose={
          <>
            <span role="status">{state.text}</span> {state.at && <Time value={state.at} />}
          </>
        }
        action={may(principal, "deliveries.write") && <MailActions mail={summary} />}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-8 pane:grid-cols-[minmax(0,1fr)_300px]">
        <div className="flex min-w-0 flex-col gap-4">
          <CodeBlock code={mail.text} label="Text" wrap />
          {mail.html !== null && <CodeBlock code={mail.html} label="HTML source" wrap />}
        </div>
        <MailFacts mail={summary} from={config.mail?.from} />
      </div>
    </>
  );
}
