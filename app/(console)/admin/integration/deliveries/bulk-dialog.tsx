"use client";
import { useRouter } from "next/navigation";
import { useLeaveGuard } from "@/components/form/leave-guard";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { Progress } from "@/components/ui/progress";
import { Skeleton } from "@/components/ui/skeleton";
import { type BulkOperation, type DeliveryFilter, mostInBulk } from "@/lib/delivery/bulk";
import { bulkWords, deliveriesText } from "./bulk-words";
import { type BulkCount, useBulk } from "./use-bulk";

type BulkDialogProps = {
  operation: BulkOperation;
  filter: DeliveryFilter;
  described: string[];
  onClose: () => void;
};

/** Says how many deliveries are concerned, asks, and shows how far it is; closing stops it. */
export function BulkDialog({ operation, filter, described, onClose }: BulkDialogProps) {
  const router = useRouter();
  const { count, moved, state, problem, run, stop } = useBulk(operation, filter);
  const words = bulkWords[operation];
  const total = count?.total ?? 0;
  const close = () => {
    stop();
    if (state !== "asking") router.refresh();
    onClose();
  };
  useLeaveGuard(state === "running", stop);
  return (
    <Dialog open onOpenChange={(open) => !open && close()}>
      <DialogContent
        title={count ? `${words.verb} all ${deliveriesText(total)}?` : `${words.verb} all?`}
        description={
          described.length > 0 ? `Those found by: ${described.join(", ")}.` : "No filter is set: all there are."
        }
        footer={
          <>
            <Button onClick={state === "running" ? stop : close}>
              {state === "running" ? "Stop" : state === "asking" ? "Close" : "Done"}
            </Button>
            {state !== "done" && (
              <Button
                variant={operation === "cancel" ? "danger" : "primary"}
                pending={state === "running"}
                disabled={total === 0}
                onClick={() => void run()}
              >
                {state === "stopped" ? "Go on" : `${words.verb} all ${total.toLocaleString("en")}`}
              </Button>
            )}
          </>
        }
      >
        <div className="flex flex-col gap-3">
          {state === "asking" ? (
            <Asked count={count} operation={operation} hasFailed={problem !== undefined} />
          ) : (
            <Progress label={`Deliveries ${words.done}`} value={moved} max={total} />
          )}
          {problem && <Notice tone="danger">{problem}</Notice>}
          {state === "stopped" && !problem && <Notice>Stopped. The others are as they were.</Notice>}
          {state === "done" && <Outcome moved={moved} total={total} done={words.done} />}
        </div>
      </DialogContent>
    </Dialog>
  );
}

type AskedProps = { count: BulkCount | undefined; operation: BulkOperation; hasFailed: boolean };

function Asked({ count, operation, hasFailed }: AskedProps) {
  const { effect, rest, done } = bulkWords[operation];
  if (!count) return hasFailed ? null : <Skeleton className="h-10" />;
  const { matched, allowed } = count;
  if (allowed === 0)
    return (
      <p>
        None of the {deliveriesText(matched)} found can be {done}: they are {rest}.
      </p>
    );
  return (
    <>
      <p>{effect}</p>
      {matched > allowed && (
        <p>
          {allowed.toLocaleString("en")} of the {deliveriesText(matched)} found; the others are {rest}.
        </p>
      )}
      {allowed > mostInBulk && (
        <Notice tone="warning">
          At most {mostInBulk.toLocaleString("en")} are taken at a time: the oldest of {allowed.toLocaleString("en")}.
        </Notice>
      )}
    </>
  );
}

function Outcome({ moved, total, done }: { moved: number; total: number; done: string }) {
  const left = total - moved;
  return (
    <Notice tone="success">
      {deliveriesText(moved)} {done}.
      {left > 0 && ` ${left.toLocaleString("en")} had changed meanwhile and ${left === 1 ? "was" : "were"} left alone.`}
    </Notice>
  );
}
