import { Notice } from "@/components/ui/notice";
import { noMailServer } from "./state";

/** Why nothing goes out, and what to do. */
export function NoServer({ waiting }: { waiting: number }) {
  const held = waiting === 1 ? "1 mail waits." : `${waiting} mails wait.`;
  return (
    <Notice tone={waiting > 0 ? "warning" : "info"} title={noMailServer} className="mb-4 max-w-[720px]">
      {waiting > 0 ? `${held} ` : ""}Mails are kept here until HOOKDESK_SMTP_URL and HOOKDESK_MAIL_FROM are set in the
      environment and Hookdesk is started again; then they go out.
    </Notice>
  );
}
