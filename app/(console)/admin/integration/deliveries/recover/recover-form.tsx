"use client";
import { useRouter } from "next/navigation";
import { useEffect, useMemo, useState } from "react";
import { toast } from "sonner";
import { ConditionBuilder } from "@/components/rules/condition-builder";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import type { FiringJob } from "@/lib/delivery/job";
import { checkConditions } from "@/lib/rules/check";
import { anyTicket } from "@/lib/rules/condition";
import type { ConditionField } from "@/lib/rules/fields";
import { BulkRate } from "../bulk-choices";
import { noAnswer } from "../use-bulk-count";
import { startFiring } from "./actions";
import { DryRun } from "./dry-run";
import { recoveryChoices } from "./recovery-words";
import { useRecoveryCount } from "./use-recovery-count";

type RecoverFormProps = { webhookId: string; typeName: string; fields: readonly ConditionField[] };

const path = "/admin/integration/deliveries";
const dayMs = 24 * 3_600_000;

/** Which tickets, since when, how fast; with a dry run that follows what is chosen. */
export function RecoverForm({ webhookId, typeName, fields }: RecoverFormProps) {
  const router = useRouter();
  const [conditions, setConditions] = useState(anyTicket);
  const [which, setWhich] = useState<FiringJob["which"]>("both");
  const [since, setSince] = useState("");
  const [perSecond, setPerSecond] = useState<number | null>(5);
  const [pending, setPending] = useState(false);
  const [refused, setRefused] = useState<string>();
  // In the zone of the reader, which the server does not know.
  useEffect(() => setSince(localText(new Date(Date.now() - dayMs))), []);
  const errors = useMemo(() => checkConditions(conditions, fields, ""), [conditions, fields]);
  const isComplete = Object.keys(errors).length === 0;
  const moment = new Date(since);
  const job: FiringJob | undefined =
    isComplete && !Number.isNaN(moment.getTime())
      ? { kind: "fire", webhookId, conditions, since: moment.toISOString(), which }
      : undefined;
  const { count, problem, isCounting } = useRecoveryCount(job);
  const included = count?.included ?? 0;

  const start = async () => {
    if (!job) return;
    setPending(true);
    setRefused(undefined);
    const result = await startFiring({ job, total: included, perSecond }).catch(() => undefined);
    setPending(false);
    if (!result?.ok) return setRefused(result?.error.message ?? noAnswer);
    toast.success("Started. It goes on when you leave this page.");
    router.push(path);
  };

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-8 pane:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]">
      <div className="flex min-w-0 max-w-[720px] flex-col gap-5">
        <div className="flex min-w-0 flex-col gap-2">
          <h2 className="font-semibold text-base">Tickets</h2>
          <ConditionBuilder
            label="Tickets to recover"
            value={conditions}
            onChange={setConditions}
            fields={fields}
            emptyText={`Empty means every ${typeName} ticket.`}
          />
        </div>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Where">
            {(control) => (
              <Select {...control} value={which} options={recoveryChoices} onValueChange={(next) => setWhich(next)} />
            )}
          </Field>
          <Field label="Since" error={since === "" ? undefined : whyNotDate(moment)}>
            {(control) => (
              <Input
                {...control}
                type="datetime-local"
                value={since}
                onChange={(event) => setSince(event.target.value)}
              />
            )}
          </Field>
        </div>
        <BulkRate value={perSecond} count={included} onChange={setPerSecond} />
      </div>
      <section aria-label="Dry run" aria-busy={isCounting} className="flex min-w-0 flex-col gap-4">
        <h2 className="font-semibold text-base">Dry run</h2>
        {job ? (
          !problem && (
            <DryRun
              count={count}
              action={
                <Button
                  variant="primary"
                  pending={pending}
                  disabled={isCounting || included === 0}
                  onClick={() => void start()}
                >
                  {`Fire on ${included.toLocaleString("en")} ${included === 1 ? "ticket" : "tickets"}`}
                </Button>
              }
            />
          )
        ) : (
          <p className="text-muted">Complete the conditions and the time to see which tickets this is about.</p>
        )}
        {(problem ?? refused) && <Notice tone="danger">{problem ?? refused}</Notice>}
      </section>
    </div>
  );
}

const whyNotDate = (moment: Date) => (Number.isNaN(moment.getTime()) ? "Enter a date and a time" : undefined);

/** As `datetime-local` writes it: the reader's own time, to the minute. */
const localText = (at: Date): string =>
  new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
