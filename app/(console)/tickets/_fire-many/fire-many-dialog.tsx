"use client";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { useLeaveGuard } from "@/components/form/leave-guard";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import { openFireMany } from "./actions";
import { ChooseWebhook } from "./choose-webhook";
import { FiringResults } from "./firing-results";
import type { Chosen } from "./limits";
import type { ManyParameter } from "./parameter-fields";
import { countText } from "./state";
import { useCheck } from "./use-check";
import { useFirings } from "./use-firings";

/** `total` counts what the search finds when that is more than a round takes. */
export type Target = { tickets: readonly Chosen[]; total?: number };
export type ManyWebhook = { id: string; name: string; ticketTypeId: number; parameters: ManyParameter[] };

type FireManyDialogProps = { target: Target | undefined; onClose: () => void; mayRetry: boolean };

/** Fires one webhook on many tickets: which, with what values, on which of them; then how each fares. */
export const FireManyDialog = ({ target, ...rest }: FireManyDialogProps) =>
  target && <Content target={target} {...rest} />;

function Content({ target: { tickets, total }, onClose, mayRetry }: FireManyDialogProps & { target: Target }) {
  const router = useRouter();
  const [webhooks, setWebhooks] = useState<ManyWebhook[]>();
  const [problem, setProblem] = useState<string>();
  const [webhookId, setWebhookId] = useState<string>();
  const [values, setValues] = useState<Record<string, string>>({});
  const [isLeaving, setLeaving] = useState(false);
  const webhook = webhooks?.find(({ id }) => id === webhookId);
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
  const checked = useCheck(tickets, webhookId, given);
  const firings = useFirings({ webhookId: webhookId ?? "", values: given });
  const hasStarted = firings.rows.length > 0;
  const isChecked = checked !== undefined && checked.count === tickets.length;

  useEffect(() => {
    let isCurrent = true;
    openFireMany({ typeIds: [...new Set(tickets.map(({ typeId }) => typeId))] })
      .catch(() => undefined)
      .then((result) => {
        if (!isCurrent) return;
        if (!result?.ok)
          return setProblem(result?.error.message ?? "The server did not answer. Close this and try again.");
        setWebhooks(result.value);
        if (result.value.length === 1) setWebhookId(result.value[0]?.id);
      });
    return () => {
      isCurrent = false;
    };
  }, [tickets]);

  const leave = () => {
    firings.stop();
    if (hasStarted) router.refresh();
    onClose();
  };
  const close = () => (firings.isRunning ? setLeaving(true) : leave());
  useLeaveGuard(firings.isRunning, () => setLeaving(true));

  return (
    <Dialog open onOpenChange={(open) => !open && close()}>
      {hasStarted && webhook ? (
        <DialogContent
          title={webhook.name}
          description="Deliveries that are under way go on when you close this."
          size="lg"
          footer={
            <>
              {firings.isRunning && <Button onClick={firings.stop}>Stop firing</Button>}
              <Button variant="primary" onClick={close}>
                Close
              </Button>
            </>
          }
        >
          <FiringResults firings={firings} refused={checked?.refused ?? []} mayRetry={mayRetry} />
        </DialogContent>
      ) : (
        <DialogContent
          title="Fire webhook on many tickets"
          description={`On ${countText(tickets.length, total)}.`}
          size="lg"
          footer={
            <>
              <Button onClick={close}>Cancel</Button>
              <Button
                type="submit"
                form="fire-many"
                variant="primary"
                disabled={!isChecked || checked.fits.length === 0}
              >
                {isChecked && checked.fits.length > 0 ? `Fire on ${countText(checked.fits.length)}` : "Fire"}
              </Button>
            </>
          }
        >
          <form
            id="fire-many"
            noValidate
            className="flex flex-col gap-5"
            onSubmit={(event) => {
              event.preventDefault();
              if (isChecked && checked.fits.length > 0) firings.start(checked.fits);
            }}
          >
            {problem && <Notice tone="danger">{problem}</Notice>}
            {webhooks ? (
              <ChooseWebhook
                webhooks={webhooks}
                tickets={tickets}
                webhook={webhook}
                onChoose={(id) => {
                  setWebhookId(id);
                  setValues({});
                }}
                values={values}
                onValue={(name, value) => setValues({ ...values, [name]: value })}
                checked={checked}
              />
            ) : (
              !problem && <Skeleton className="h-24" />
            )}
          </form>
        </DialogContent>
      )}
      <ConfirmDialog
        open={isLeaving}
        onOpenChange={setLeaving}
        title="Stop firing?"
        description="What was fired so far goes on. The webhook is not fired on the tickets that are left."
        confirmLabel="Stop and close"
        cancelLabel="Go on firing"
        onConfirm={() => {
          leave();
          return undefined;
        }}
      />
    </Dialog>
  );
}
