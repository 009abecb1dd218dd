"use client";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { applyFailure } from "@/components/form/apply-failure";
import { Form } from "@/components/form/form";
import { FormActions } from "@/components/form/form-actions";
import { Overtaken } from "@/components/form/overtaken";
import { useSettled } from "@/components/form/use-settled";
import { useVersion } from "@/components/form/use-version";
import type { PickedTicket } from "@/components/tickets/ticket-picker";
import { Tab, TabPanel, Tabs, TabsList } from "@/components/ui/tabs";
import type { Trigger } from "@/lib/automation/trigger";
import type { TicketType } from "@/lib/desk/desk-lists";
import { useEditorTab, useHasPane } from "../../../integration/webhooks/_editor/use-editor-tab";
import { loadTrigger, saveTrigger } from "../actions";
import { newValues, triggerResolver, valuesOf } from "./form-values";
import type { RuleDesk } from "./rule-desk";
import { RuleForm } from "./rule-form";
import { TestPane } from "./test-pane";
import { useTry } from "./use-try";

type TriggerEditorProps = {
  /** Undefined for a new one. */
  trigger?: Trigger;
  ticketType: TicketType;
  desk: RuleDesk;
  /** The ticket to begin with: the one that changed last. */
  firstTicket?: PickedTicket;
  rights: { canWrite: boolean; canSeeTickets: boolean };
};

const list = "/admin/automation/triggers";
const tabIds = ["rule", "test"];

/** The rule, and beside it what it would do to a ticket. */
export function TriggerEditor({ trigger, ticketType, desk, firstTicket, rights }: TriggerEditorProps) {
  const router = useRouter();
  const { tab, openTab } = useEditorTab(tabIds);
  const hasPane = useHasPane();
  const resolver = useMemo(() => triggerResolver(desk), [desk]);
  const form = useForm({
    resolver,
    defaultValues: trigger ? valuesOf(trigger) : newValues(ticketType.id),
    shouldFocusError: false,
  });
  const version = useVersion(form, { stored: trigger, valuesOf, load: () => loadTrigger({ id: trigger?.id ?? "" }) });
  const trial = useTry(trigger?.id, useSettled(form), desk, firstTicket);

  const showErrors = () => {
    openTab("rule");
    // Only once they are drawn can one of them take the focus.
    setTimeout(() => document.querySelector<HTMLElement>("form :is([aria-invalid=true], [data-invalid])")?.focus(), 50);
  };
  const submit = form.handleSubmit(async (input) => {
    if (!rights.canWrite) return;
    const identity = trigger && { id: trigger.id, expectedVersion: version.base };
    const result = await saveTrigger({ ...input, ...identity }).catch(() => undefined);
    if (!result) return form.setError("root", { message: "The server did not answer. Nothing was saved; try again." });
    if (!result.ok) {
      if (trigger && result.error.code === "conflict") return version.overtake();
      applyFailure(form, result.error);
      return showErrors();
    }
    version.accept(result.value);
    toast.success(`Trigger “${result.value.name}” ${trigger ? "saved" : "created"}.`);
    if (!trigger) router.push(`${list}/${result.value.id}`);
  }, showErrors);

  const rule = <RuleForm desk={desk} readOnly={!rights.canWrite} />;
  const pane = (
    <TestPane
      {...{ trial, ticketType }}
      fields={desk.fields}
      canSeeTickets={rights.canSeeTickets}
      hideTitle={!hasPane}
    />
  );
  return (
    <Form form={form} onSubmit={submit} label="Trigger" className="gap-4">
      {version.isOvertaken && <Overtaken thing="rule" onLoad={version.load} onKeep={version.keep} />}
      {hasPane ? (
        <div className="grid min-w-0 grid-cols-[minmax(0,55fr)_minmax(0,45fr)] gap-x-8">
          {rule}
          <aside aria-label="Test on a ticket" className="min-w-0 border-l pl-8">
            <div className="sticky top-12 -mr-4 -ml-1 max-h-[calc(100dvh-6.75rem)] overflow-y-auto py-1 pr-4 pl-1">
              {pane}
            </div>
          </aside>
        </div>
      ) : (
        <Tabs defaultValue="rule" value={tab} onValueChange={openTab} className="min-w-0">
          <TabsList aria-label="Trigger">
            <Tab value="rule" invalid={!form.formState.isValid && form.formState.isSubmitted}>
              Rule
            </Tab>
            <Tab value="test">Test on a ticket</Tab>
          </TabsList>
          <TabPanel value="rule">{rule}</TabPanel>
          <TabPanel value="test">{pane}</TabPanel>
        </Tabs>
      )}
      {rights.canWrite && <FormActions always={!trigger} onDiscard={trigger ? undefined : () => router.push(list)} />}
    </Form>
  );
}
