"use client";
import { Plus, Trash2 } from "lucide-react";
import { useFieldArray, useFormContext, useWatch } from "react-hook-form";
import { SelectField } from "@/components/form/select-field";
import { Button } from "@/components/ui/button";
import { type BinResponse, mostReplies } from "@/lib/inspector/bin";
import { presets, replyWith } from "@/lib/inspector/script";
import { ReplyFields } from "./reply-fields";

/** The replies in order; a bin with one has no frames around it. */
export function SequenceFields() {
  const { control, setValue } = useFormContext<BinResponse>();
  const { fields, append, remove } = useFieldArray({ control, name: "followedBy" });
  const afterLast = useWatch({ control, name: "afterLast" });
  const isSequence = fields.length > 0;
  const load = (replies: (typeof presets)[number]["replies"]) => {
    const [first = replyWith(200), ...followedBy] = replies;
    const options = { shouldDirty: true, shouldValidate: true };
    setValue("status", first.status, options);
    setValue("headers", first.headers, options);
    setValue("body", first.body, options);
    setValue("delayMs", first.delayMs, options);
    setValue("fault", first.fault, options);
    setValue("followedBy", followedBy, options);
    setValue("afterLast", afterLast ?? "stay", options);
  };
  return (
    <>
      <fieldset className="min-w-0">
        <legend className="mb-1.5 font-medium">Presets</legend>
        <div className="flex flex-wrap gap-2">
          {presets.map(({ name, replies }) => (
            <Button key={name} size="sm" onClick={() => load(replies)}>
              {name}
            </Button>
          ))}
        </div>
      </fieldset>
      {isSequence ? (
        <Reply title="Reply 1">
          <ReplyFields prefix="" item="header" rows={4} />
        </Reply>
      ) : (
        <ReplyFields prefix="" item="header" rows={10} />
      )}
      {fields.map(({ id }, index) => (
        <Reply key={id} title={`Reply ${index + 2}`} onRemove={() => remove(index)}>
          <ReplyFields prefix={`followedBy.${index}.`} item={`header of reply ${index + 2}`} rows={4} />
        </Reply>
      ))}
      <div className="flex flex-col items-start gap-2">
        <Button
          disabled={fields.length >= mostReplies - 1}
          onClick={() => {
            if (!isSequence) setValue("afterLast", afterLast ?? "stay", { shouldDirty: true });
            append(replyWith(200), { focusName: `followedBy.${fields.length}.status` });
          }}
        >
          <Plus aria-hidden />
          Add reply
        </Button>
        {!isSequence && <p className="text-muted text-xs">One reply to every request. Add more for a sequence.</p>}
      </div>
      {isSequence && (
        <SelectField
          control={control}
          name="afterLast"
          label="After the last reply"
          className="max-w-72"
          options={[
            { value: "stay", label: "Give the last one again" },
            { value: "repeat", label: "Start over" },
          ]}
        />
      )}
    </>
  );
}

function Reply({ title, onRemove, children }: { title: string; onRemove?: () => void; children: React.ReactNode }) {
  return (
    <fieldset aria-label={title} className="flex min-w-0 flex-col gap-4 rounded-lg border p-4">
      <div className="flex items-center justify-between gap-2">
        <p className="font-semibold">{title}</p>
        {onRemove && (
          <Button variant="ghost" size="icon-sm" aria-label={`Remove ${title.toLowerCase()}`} onClick={onRemove}>
            <Trash2 aria-hidden />
          </Button>
        )}
      </div>
      {children}
    </fieldset>
  );
}
