"use client";
import { useRouter } from "next/navigation";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";

type WebhookChoiceProps = { webhooks: { value: string; label: string; hint?: string }[]; value: string | null };

/** Which webhook; the choice is in the address, as the conditions depend on its type of ticket. */
export function WebhookChoice({ webhooks, value }: WebhookChoiceProps) {
  const router = useRouter();
  return (
    <Field label="Webhook" className="mb-6 max-w-[420px]">
      {(control) => (
        <Select
          {...control}
          value={value}
          options={webhooks}
          placeholder="Choose a webhook…"
          onValueChange={(id) => router.replace(`?webhookId=${encodeURIComponent(id)}`, { scroll: false })}
        />
      )}
    </Field>
  );
}
