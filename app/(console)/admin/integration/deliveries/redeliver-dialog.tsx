"use client";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import { TextDiff } from "@/components/ui/text-diff";
import { type Delivery, nextStatus } from "@/lib/delivery/delivery";
import type { Comparison } from "@/lib/runtime/redeliver-current";
import { redeliverRendered, redeliverSame } from "./actions";
import { compareWithNow } from "./bulk-actions";
import { requestParts } from "./redelivery-diff";
import { noAnswer } from "./use-bulk-count";

const list = "/admin/integration/deliveries";

/** What was sent beside what would be sent now, and both ways to send it again. */
export function RedeliverDialog({ delivery, onClose }: { delivery: Delivery; onClose: () => void }) {
  const router = useRouter();
  const { id, webhookName, ticketDisplayId, status } = delivery;
  const { compared, problem } = useComparison(id);
  const [pending, setPending] = useState<"same" | "current">();
  const [refused, setRefused] = useState<string>();
  const name = `“${webhookName}” on ${ticketDisplayId}`;

  const sendSame = async () => {
    setPending("same");
    const result = await redeliverSame({ id }).catch(() => undefined);
    setPending(undefined);
    if (!result?.ok) return setRefused(result?.error.message ?? noAnswer);
    toast.success(`${name} is on its way again.`);
    onClose();
  };
  const sendCurrent = async () => {
    setPending("current");
    const result = await redeliverRendered({ id }).catch(() => undefined);
    setPending(undefined);
    if (!result?.ok) return setRefused(result?.error.message ?? noAnswer);
    toast.success("Rendered again: this is the new delivery.");
    onClose();
    router.push(`${list}/${result.value.deliveryId}`);
  };

  return (
    <Dialog open onOpenChange={(open) => !open && !pending && onClose()}>
      <DialogContent
        size="lg"
        title={`Redeliver ${name}?`}
        description="What was made then, beside what the webhook makes of the ticket now. Credentials are added when it is sent."
        footer={
          <>
            <Button onClick={onClose} disabled={pending !== undefined}>
              Close
            </Button>
            <Button
              pending={pending === "same"}
              disabled={pending !== undefined || !nextStatus(status, { type: "redeliver" })}
              onClick={() => void sendSame()}
            >
              Send the same bytes
            </Button>
            <Button
              variant="primary"
              pending={pending === "current"}
              disabled={pending !== undefined || !compared?.now || compared.problem !== null}
              onClick={() => void sendCurrent()}
            >
              Send as things are now
            </Button>
          </>
        }
      >
        <div className="flex min-w-0 flex-col gap-4">
          {compared ? <Compared {...compared} /> : !problem && <Skeleton className="h-40" />}
          {(problem ?? refused) && <Notice tone="danger">{problem ?? refused}</Notice>}
        </div>
      </DialogContent>
    </Dialog>
  );
}

function Compared({ before, now, problem }: Comparison) {
  if (!now) return <Notice tone="warning">As things are now nothing can be sent: {problem}</Notice>;
  const parts = requestParts(before, now);
  const changed = parts.filter((part) => part.before !== part.after);
  const same = parts.filter((part) => part.before === part.after).map(({ label }) => label);
  return (
    <>
      {problem && <Notice tone="warning">It can’t be fired now. {problem}</Notice>}
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 tabular-nums">
        <dt className="text-muted">Webhook</dt>
        <dd>{versions(before.webhookVersion, now.webhookVersion)}</dd>
        <dt className="text-muted">Ticket</dt>
        <dd>{versions(before.ticketVersion, now.ticketVersion)}</dd>
      </dl>
      {changed.map(({ label, ...texts }) => (
        <section key={label} aria-label={label} className="min-w-0">
          <h3 className="mb-1.5 font-medium">{label}</h3>
          <TextDiff label={label} {...texts} beforeLabel="Sent then" afterLabel="Would be sent now" />
        </section>
      ))}
      <p role="status" className="text-muted">
        {changed.length === 0
          ? "The same request would be sent now."
          : same.length > 0 && `The same: ${same.join(", ")}.`}
      </p>
    </>
  );
}

const versions = (then: number, now: number) =>
  then === now ? `version ${now}, as it was then` : `version ${then} then, version ${now} now`;

function useComparison(id: string) {
  const [compared, setCompared] = useState<Comparison>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    let isCurrent = true;
    compareWithNow({ id })
      .catch(() => undefined)
      .then((result) => {
        if (!isCurrent) return;
        if (result?.ok) setCompared(result.value);
        else setProblem(result?.error.message ?? noAnswer);
      });
    return () => {
      isCurrent = false;
    };
  }, [id]);
  return { compared, problem };
}
