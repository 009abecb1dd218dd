"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { formatMs, statusText } from "@/components/exchange/format";
import { Body, Headers } from "@/components/exchange/message-parts";
import { applyFailure } from "@/components/form/apply-failure";
import { CheckboxField } from "@/components/form/checkbox-field";
import { Form } from "@/components/form/form";
import { TextField } from "@/components/form/text-field";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { replayRequest } from "../actions";
import { replayInput } from "../schema";
import { RequestDialog } from "./request-dialog";

type ReplayDialogProps = { binId: string; requestId: string; method: string; onOpen: () => void };
type Reply = Extract<Awaited<ReturnType<typeof replayRequest>>, { ok: true }>["value"];

/** Sends the request to another address and shows what came back. */
export const ReplayDialog = (props: ReplayDialogProps) => (
  <RequestDialog
    label="Replay"
    size="lg"
    title="Replay request"
    description="Sends the same method, headers and body to another address, for real."
    onOpen={props.onOpen}
  >
    <ReplayForm {...props} />
  </RequestDialog>
);

function ReplayForm({ binId, requestId, method }: ReplayDialogProps) {
  const [reply, setReply] = useState<Reply>();
  const form = useForm({
    resolver: zodResolver(replayInput),
    defaultValues: { url: "", withCredentials: false },
  });
  const submit = form.handleSubmit(async (values) => {
    setReply(undefined);
    const result = await replayRequest({ binId, requestId, ...values });
    if (result.ok) setReply(result.value);
    else applyFailure(form, result.error);
  });
  return (
    <Form form={form} onSubmit={submit} label="Replay request" className="gap-4">
      <TextField
        control={form.control}
        name="url"
        label="URL"
        mono
        placeholder="https://"
        spellCheck={false}
        help="Only addresses that webhooks may call, too."
      />
      <CheckboxField
        control={form.control}
        name="withCredentials"
        label="Send its credentials, too"
        help="Authorization and Cookie headers, as captured"
      />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" pending={form.formState.isSubmitting}>
          Send {method}
        </Button>
      </div>
      {reply && <ReplyView reply={reply} />}
    </Form>
  );
}

function ReplyView({ reply: { status, headers, body, isCut, timing } }: { reply: Reply }) {
  return (
    <section aria-label="Reply" className="flex min-w-0 flex-col gap-4">
      <p role="status" className="flex items-center gap-3">
        <Badge tone={status < 300 ? "success" : status < 400 ? "warning" : "danger"}>{statusText(status)}</Badge>
        <span className="text-muted tabular-nums">{formatMs(timing.totalMs)}</span>
      </p>
      <Body label="Reply body" body={body} contentType={headers["content-type"]} isTruncated={isCut} />
      <Headers label="Reply headers" headers={headers} />
    </section>
  );
}
