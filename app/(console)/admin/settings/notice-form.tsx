"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { z } from "zod";
import { applyFailure } from "@/components/form/apply-failure";
import { CheckboxField } from "@/components/form/checkbox-field";
import { Form } from "@/components/form/form";
import { FormActions } from "@/components/form/form-actions";
import { SelectField } from "@/components/form/select-field";
import { TextField } from "@/components/form/text-field";
import { TextareaField } from "@/components/form/textarea-field";
import { mailAddress } from "@/lib/notices/mailbox";
import { type NoticeTopic, noticeTopics } from "@/lib/notices/notice";
import { type NoticeSettings, noticeSettings } from "@/lib/notices/settings";
import { saveNoticeSettings } from "./notice-actions";
import { TestNotice } from "./test-notice";

type NoticeFormProps = {
  settings: NoticeSettings;
  connections: { value: string; label: string }[];
  /** Whether mails go out at all. */
  hasServer: boolean;
};

const topicLabels: Record<NoticeTopic, string> = {
  outage: "A partner can’t be reached",
  recovery: "A partner can be reached again",
  certificate: "A certificate is about to run out",
  job: "A bulk job has ended",
};

const unsigned = "none";
const lines = (text: string) => text.split(/[\s,;]+/).filter((line) => line !== "");

const formSchema = z.object({
  mailTo: z
    .string()
    .superRefine((text, context) => {
      const bad = lines(text).find((line) => !mailAddress.safeParse(line).success);
      if (bad) context.addIssue({ code: "custom", message: `“${bad}” is not a mail address` });
      if (lines(text).length > 20) context.addIssue({ code: "custom", message: "At most 20 addresses" });
    })
    .transform(lines),
  url: noticeSettings.shape.url.unwrap(),
  connectionId: z.string().transform((id) => (id === unsigned ? null : id)),
  kinds: z.record(z.enum(noticeTopics), z.boolean()).transform((kinds) => noticeTopics.filter((topic) => kinds[topic])),
});

const valuesOf = ({ mailTo, url, connectionId, kinds }: NoticeSettings): z.input<typeof formSchema> => ({
  mailTo: mailTo.join("\n"),
  url,
  connectionId: connectionId ?? unsigned,
  kinds: Object.fromEntries(noticeTopics.map((topic) => [topic, kinds.includes(topic)])) as Record<
    NoticeTopic,
    boolean
  >,
});

export function NoticeForm({ settings, connections, hasServer }: NoticeFormProps) {
  const form = useForm({ resolver: zodResolver(formSchema), defaultValues: valuesOf(settings) });
  const { isDirty } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    // Ctrl/⌘ S saves every form of the page; this one only where something changed.
    if (!isDirty) return;
    const result = await saveNoticeSettings(values);
    if (!result.ok) return applyFailure(form, result.error);
    toast.success("Notice settings saved.");
    form.reset(form.getValues());
  });
  const { connectionId } = settings;
  const isGone = connectionId !== null && !connections.some(({ value }) => value === connectionId);
  return (
    <>
      <Form form={form} onSubmit={submit} label="Notices">
        <div className="flex max-w-[560px] flex-col gap-4">
          <TextareaField
            name="mailTo"
            label="Mail addresses"
            optional
            rows={2}
            help={
              hasServer
                ? "One per line. Each notice is one mail to all of them."
                : "One per line. No mail server is set (HOOKDESK_SMTP_URL): until then mails wait in the outbox."
            }
          />
          <TextField
            name="url"
            label="Address to call"
            optional
            spellCheck={false}
            help="Gets a POST with JSON for each notice: id, kind, at, subject, text, url."
          />
          <SelectField
            name="connectionId"
            label="Call as"
            help="A shared connection proves who calls; one of the kind “Signed (Standard Webhooks)” signs each call."
            options={[
              { value: unsigned, label: "Without credentials" },
              ...connections,
              ...(isGone ? [{ value: connectionId, label: "Deleted connection" }] : []),
            ]}
          />
          <fieldset className="flex flex-col gap-2">
            <legend className="mb-1.5 font-medium text-sm">By mail and call</legend>
            {noticeTopics.map((topic) => (
              <CheckboxField key={topic} name={`kinds.${topic}`} label={topicLabels[topic]} />
            ))}
          </fieldset>
        </div>
        <FormActions saveLabel="Save notices" />
      </Form>
      <TestNotice isDirty={isDirty} />
    </>
  );
}
