"use client";
import { Pin, PinOff } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { toast } from "sonner";
import type { ShownRequest } from "@/components/inspector/shown-request";
import { Button } from "@/components/ui/button";
import { pinRequest } from "../actions";
import { ReplayDialog } from "./replay-dialog";
import { VerifyDialog } from "./verify-dialog";

type RequestActionsProps = {
  request: ShownRequest;
  /** Set while the newest request is shown: where this one stays on show when the next comes in. */
  holdHref: string | undefined;
};

/** What can be done with one captured request. An open dialog holds it, so that a newer one does not take its place. */
export function RequestActions({ request, holdHref }: RequestActionsProps) {
  const router = useRouter();
  const hold = () => {
    if (holdHref !== undefined) router.replace(holdHref, { scroll: false });
  };
  const { binId, id, isPinned, method, headers } = request;
  const [pending, start] = useTransition();
  const pin = () =>
    start(async () => {
      const result = await pinRequest({ binId, requestId: id, isPinned: !isPinned });
      if (!result.ok) toast.error(result.error.message);
    });
  return (
    <>
      <Button size="sm" pending={pending} onClick={pin} title="Pinned requests are not dropped">
        {isPinned ? <PinOff aria-hidden /> : <Pin aria-hidden />}
        {isPinned ? "Unpin" : "Pin"}
      </Button>
      <VerifyDialog binId={binId} requestId={id} headers={headers} onOpen={hold} />
      <ReplayDialog binId={binId} requestId={id} method={method} onOpen={hold} />
    </>
  );
}
