"use client";
import { useRouter } from "next/navigation";
import { useEffect, useMemo, useState } from "react";
import { type FieldErrors, type FieldPath, useForm } from "react-hook-form";
import { toast } from "sonner";
import { applyFailure } from "@/components/form/apply-failure";
import { Form } from "@/components/form/form";
import { FormActions } from "@/components/form/form-actions";
import { Overtaken } from "@/components/form/overtaken";
import { useVersion } from "@/components/form/use-version";
import type { Webhook } from "@/lib/delivery/webhook";
import type { CustomForm } from "@/lib/desk/custom-forms";
import type { TicketType } from "@/lib/desk/desk-lists";
import type { TicketGraph } from "@/lib/desk/ticket";
import { loadWebhook, saveWebhook } from "../actions";
import { type EditorDesk, EditorProvider } from "./editor-context";
import { newValues, valuesOf, type WebhookValues, webhookResolver } from "./form-values";
import type { TestRights } from "./send-test";
import { firstError, tabsWithErrors } from "./tab-errors";
import { editorTabs } from "./tabs";
import { useEditorTab } from "./use-editor-tab";
import { tabIds, Workspace } from "./workspace";

export type EditorRights = TestRights & { canWrite: boolean; canSeeTickets: boolean };

type WebhookEditorProps = {
  /** Undefined for a new one. */
  webhook?: Webhook;
  ticketType: TicketType;
  forms: CustomForm[];
  desk: EditorDesk;
  /** Of a new webhook: who may fire it from the start. */
  roleIds?: string[];
  /** The newest ticket of the type, for the preview. */
  firstTicket?: TicketGraph;
  rights: EditorRights;
};

/** One form over all tabs, with the request it makes beside it. */
export function WebhookEditor(props: WebhookEditorProps) {
  const { webhook, ticketType, forms, desk, roleIds = [], firstTicket, rights } = props;
  const router = useRouter();
  const { tab, openTab } = useEditorTab(tabIds);
  const [focus, setFocus] = useState<{ tab: string; path: string }>();
  const resolver = useMemo(() => webhookResolver(forms, desk), [forms, desk]);
  const form = useForm({
    resolver,
    defaultValues: webhook ? valuesOf(webhook) : newValues(ticketType.id, roleIds),
    shouldFocusError: false,
  });
  const version = useVersion(form, {
    stored: webhook,
    valuesOf,
    load: () => loadWebhook({ id: webhook?.id ?? "" }),
  });

  const showErrors = (errors: FieldErrors<WebhookValues>) => {
    const [first] = tabsWithErrors(editorTabs, errors);
    if (!first) return;
    openTab(first);
    const path = firstError(errors, editorTabs.find(({ id }) => id === first)?.fields ?? []);
    if (path) setFocus({ tab: first, path });
  };
  // Only once its tab is shown can a field take the focus.
  useEffect(() => {
    if (!focus || focus.tab !== tab) return;
    form.setFocus(focus.path as FieldPath<WebhookValues>);
    setFocus(undefined);
  }, [focus, tab, form]);
  const submit = form.handleSubmit(async (input) => {
    if (!rights.canWrite) return;
    const identity = webhook && { id: webhook.id, expectedVersion: version.base };
    const result = await saveWebhook({ ...input, ...identity }).catch(() => undefined);
    if (!result) return form.setError("root", { message: "The server did not answer. Nothing was saved; try again." });
    if (!result.ok) {
      if (webhook && result.error.code === "conflict") return version.overtake();
      applyFailure(form, result.error);
      return showErrors(form.formState.errors);
    }
    version.accept(result.value);
    toast.success(`Webhook “${result.value.name}” ${webhook ? "saved" : "created"}.`);
    if (!webhook) router.push(`/admin/integration/webhooks/${result.value.id}`);
  }, showErrors);

  return (
    <Form form={form} onSubmit={submit} label="Webhook" className="gap-4">
      {version.isOvertaken && <Overtaken thing="webhook" onLoad={version.load} onKeep={version.keep} />}
      <EditorProvider
        form={form}
        desk={desk}
        allForms={forms}
        webhook={webhook}
        ticketType={ticketType}
        readOnly={!rights.canWrite}
        openTab={openTab}
      >
        <Workspace firstTicket={firstTicket} rights={rights} />
      </EditorProvider>
      {rights.canWrite && (
        <FormActions
          always={!webhook}
          onDiscard={webhook ? undefined : () => router.push("/admin/integration/webhooks")}
        />
      )}
    </Form>
  );
}
