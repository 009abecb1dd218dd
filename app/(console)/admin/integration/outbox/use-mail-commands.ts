"use client";
import { useTransition } from "react";
import { toast } from "sonner";
import { answered } from "@/components/shell/answered";
import { cancelMail, sendMailAgain } from "./actions";

type Subject = { id: string; subject: string };

/** Cancelling is taken back by sending again, so neither asks first. */
export function useMailCommands() {
  const [pending, startTransition] = useTransition();
  const sendAgain = ({ id, subject }: Subject) =>
    startTransition(async () => {
      if (await answered(sendMailAgain({ id }))) toast.success(`“${subject}” is on its way again.`);
    });
  const cancel = (mail: Subject) =>
    startTransition(async () => {
      if (!(await answered(cancelMail({ id: mail.id })))) return;
      toast.success(`“${mail.subject}” cancelled.`, { action: { label: "Undo", onClick: () => sendAgain(mail) } });
    });
  return { pending, sendAgain, cancel };
}
