"use client";
import { useRouter } from "next/navigation";
import { useEffect, useMemo, useRef, useState } from "react";
import { type FieldErrors, type FieldPath, useForm, useFormState } from "react-hook-form";
import { toast } from "sonner";
import { applyFailure } from "@/components/form/apply-failure";
import { Form } from "@/components/form/form";
import { FormActions } from "@/components/form/form-actions";
import { Overtaken } from "@/components/form/overtaken";
import { useVersion } from "@/components/form/use-version";
import { Tab, TabPanel, Tabs, TabsList } from "@/components/ui/tabs";
import type { Webhook } from "@/lib/delivery/webhook";
import type { CustomForm } from "@/lib/desk/custom-forms";
import type { TicketType } from "@/lib/desk/desk-lists";
import type { TicketGraph } from "@/lib/desk/ticket";
import { loadWebhook, saveWebhook } from "../actions";
import { type EditorDesk, EditorProvider, useEditor, useEditorForm } from "./editor-context";
import { newValues, valuesOf, type WebhookValues, webhookResolver } from "./form-values";
import { LivePane } from "./live-pane";
import { SendTest, type TestRights } from "./send-test";
import { firstError, tabsWithErrors } from "./tab-errors";
import { editorTabs } from "./tabs";
import { useEditorTab, useHasPane } from "./use-editor-tab";
import { LiveProvider, useLiveRequest } from "./use-live-request";

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

const requestTab = "request";
const tabIds = [...editorTabs.map(({ id }) => id), requestTab];

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

function Workspace({ firstTicket, rights }: Pick<WebhookEditorProps, "firstTicket" | "rights">) {
  const { settled, readOnly } = useEditor();
  const { control } = useEditorForm();
  const { errors } = useFormState({ control });
  const { tab, openTab } = useEditorTab(tabIds);
  const hasPane = useHasPane();
  const live = useLiveRequest(firstTicket);
  const invalid = tabsWithErrors(editorTabs, errors);
  const shown = hasPane && tab === requestTab ? (tabIds[0] ?? "") : tab;
  const left = useRef<HTMLDivElement>(null);
  // On a phone the tabs are wider than the screen, and a link may open the last one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when another tab is shown
  useEffect(() => {
    left.current?.querySelector('[role="tab"][aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [shown]);
  const pane = (
    <LivePane
      live={live}
      canSeeTickets={rights.canSeeTickets}
      action={<SendTest live={live} rights={rights} />}
      hideTitle={!hasPane}
    />
  );
  return (
    <Tabs
      defaultValue={tabIds[0] ?? ""}
      value={shown}
      onValueChange={openTab}
      className="grid min-w-0 grid-cols-1 gap-x-8 pane:grid-cols-[minmax(0,55fr)_minmax(0,45fr)]"
    >
      <div ref={left} className="min-w-0">
        <TabsList aria-label="Webhook settings">
          {editorTabs.map(({ id, label, count }) => (
            <Tab key={id} value={id} count={count?.(settled) || undefined} invalid={invalid.includes(id)}>
              {label}
            </Tab>
          ))}
          {!hasPane && <Tab value={requestTab}>Request</Tab>}
        </TabsList>
        <fieldset disabled={readOnly} className="min-w-0">
          <legend className="sr-only">Settings</legend>
          {editorTabs.map(({ id, Panel }) => (
            <TabPanel key={id} value={id}>
              <LiveProvider value={live}>
                <Panel />
              </LiveProvider>
            </TabPanel>
          ))}
        </fieldset>
        {!hasPane && <TabPanel value={requestTab}>{pane}</TabPanel>}
      </div>
      {hasPane && (
        <aside aria-label="Live request" className="hidden min-w-0 border-l pl-8 pane:block">
          <div className="sticky top-12 -mr-4 max-h-[calc(100dvh-6.75rem)] overflow-y-auto py-1 pr-4 pl-1 -ml-1">
            {pane}
          </div>
        </aside>
      )}
    </Tabs>
  );
}
