"use client";
import { SwitchField } from "@/components/form/switch-field";
import { TextField } from "@/components/form/text-field";
import { FieldGroup } from "@/components/ui/field";
import { type Ordering, orderings } from "@/lib/delivery/delivery";
import { useEditor, useEditorForm } from "./editor-context";

const explanations: Record<Ordering, string> = {
  event: "The deliveries of a ticket go out one after another. One that waits for a retry holds the later ones back.",
  state: "A newer delivery of the same ticket takes the place of older ones that were not delivered yet.",
};

/** In which order deliveries go out, how many the partner can take, and whether redirects are followed. */
export function DeliveryFields() {
  const { readOnly: disabled } = useEditor();
  const { control } = useEditorForm();
  return (
    <FieldGroup title="Delivery" help="Other tickets and other webhooks never wait for this one.">
      <OrderingField />
      <TextField
        control={control}
        name="limits.concurrency"
        label="Most at a time"
        type="number"
        inputMode="numeric"
        unit="deliveries"
        help="How many calls the partner can take side by side, over all workers. Blank: no limit of its own."
        disabled={disabled}
      />
      <TextField
        control={control}
        name="limits.perSecond"
        label="Most per second"
        type="number"
        inputMode="decimal"
        unit="deliveries"
        help="0.5 is one every two seconds. What comes faster waits, and nothing is lost. Blank: no limit."
        disabled={disabled}
      />
      <SwitchField
        control={control}
        name="followRedirects"
        label="Follow redirects"
        help="When the partner answers with another address, the request is sent there, three times at most. Each address is judged like the first one, and credentials stay behind on the way to another host. Off: a redirect counts as a failure."
        disabled={disabled}
      />
    </FieldGroup>
  );
}

function OrderingField() {
  const { readOnly } = useEditor();
  const { register } = useEditorForm();
  return (
    <fieldset className="min-w-0">
      <legend className="font-medium text-sm">Ordering within a ticket</legend>
      <div className="mt-2 flex flex-col gap-3">
        {(Object.keys(orderings) as Ordering[]).map((ordering) => (
          <div key={ordering} className="flex items-start gap-2.5">
            <input
              {...register("ordering")}
              id={`ordering-${ordering}`}
              type="radio"
              value={ordering}
              disabled={readOnly}
              aria-describedby={`ordering-${ordering}-note`}
              className="mt-0.5 size-4 shrink-0 accent-(--accent)"
            />
            <div className="min-w-0">
              <label htmlFor={`ordering-${ordering}`} className="font-medium">
                {orderings[ordering]}
              </label>
              <p id={`ordering-${ordering}-note`} className="text-muted text-xs">
                {explanations[ordering]}
              </p>
            </div>
          </div>
        ))}
      </div>
    </fieldset>
  );
}
