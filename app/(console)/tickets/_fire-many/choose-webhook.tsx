"use client";
import { ChevronRight } from "lucide-react";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Progress } from "@/components/ui/progress";
import { Select } from "@/components/ui/select";
import type { ManyWebhook } from "./fire-many-dialog";
import { type Chosen, checkedAtOnce } from "./limits";
import { ParameterFields } from "./parameter-fields";
import { byReason, countText } from "./state";
import type { Checked } from "./use-check";

type ChooseWebhookProps = {
  webhooks: readonly ManyWebhook[];
  tickets: readonly Chosen[];
  webhook: ManyWebhook | undefined;
  onChoose: (id: string) => void;
  values: Record<string, string>;
  onValue: (name: string, value: string) => void;
  checked: Checked | undefined;
};

/** Which webhook, its parameters once for all tickets, and on which tickets it would go out. */
export function ChooseWebhook({ webhooks, tickets, webhook, onChoose, values, onValue, checked }: ChooseWebhookProps) {
  if (webhooks.length === 0)
    return (
      <Notice>
        There is no webhook your role may fire on tickets of these types. An administrator can add your role to one.
      </Notice>
    );
  const mixed = new Set(tickets.map(({ typeId }) => typeId)).size > 1;
  return (
    <>
      <Field label="Webhook">
        {(wiring) => (
          <Select
            {...wiring}
            value={webhook?.id ?? null}
            onValueChange={onChoose}
            placeholder="Choose a webhook"
            options={webhooks.map(({ id, name, ticketTypeId }) => {
              const ofType = tickets.filter(({ typeId }) => typeId === ticketTypeId).length;
              const hint = mixed ? `${ofType} of ${tickets.length} tickets are of its type` : undefined;
              return { value: id, label: name, hint };
            })}
          />
        )}
      </Field>
      {webhook && webhook.parameters.length > 0 && (
        <ParameterFields parameters={webhook.parameters} values={values} onChange={onValue} />
      )}
      {webhook && <CheckSummary checked={checked} total={tickets.length} />}
    </>
  );
}

function CheckSummary({ checked, total }: { checked: Checked | undefined; total: number }) {
  if (checked?.problem) return <Notice tone="danger">{checked.problem}</Notice>;
  if (!checked || checked.count < total)
    return total > checkedAtOnce ? (
      <Progress label="Looking at the tickets" value={checked?.count ?? 0} max={total} />
    ) : (
      <p className="text-muted">Looking at the tickets…</p>
    );
  const { fits, refused } = checked;
  return (
    <div>
      <p role="status" className="font-medium">
        {countText(total)}:{" "}
        {refused.length === 0 ? "fired on all of them." : `${fits.length} will be fired, ${refused.length} not.`}
      </p>
      {byReason(refused).map(({ reason, ids }) => (
        <details key={reason} className="group mt-1.5">
          <summary className="flex items-start gap-1 rounded-sm">
            <ChevronRight aria-hidden className="mt-0.5 size-4 shrink-0 transition-transform group-open:rotate-90" />
            <span>
              {ids.length} not: <span className="text-muted">{reason}</span>
            </span>
          </summary>
          <p className="mt-1 ml-5 break-words text-muted text-xs">{ids.join(", ")}</p>
        </details>
      ))}
    </div>
  );
}
