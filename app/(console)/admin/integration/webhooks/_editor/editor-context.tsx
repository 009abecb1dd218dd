"use client";
import { createContext, type ReactNode, use, useMemo, useState } from "react";
import { type UseFormReturn, useFormContext } from "react-hook-form";
import { type TemplateSource, templateSource } from "@/components/editor/template-source";
import { useSettled } from "@/components/form/use-settled";
import { checkWebhook } from "@/lib/delivery/check-webhook";
import type { RequestWarning } from "@/lib/delivery/request";
import type { Webhook, WebhookInput } from "@/lib/delivery/webhook";
import type { CustomForm } from "@/lib/desk/custom-forms";
import type { DeskLists, TicketType } from "@/lib/desk/desk-lists";
import { type ConditionField, conditionFields } from "@/lib/rules/fields";
import type { WebhookValues } from "./form-values";

export type EditorForm = UseFormReturn<WebhookValues, unknown, WebhookInput>;

/** What the desk offers to choose from. */
export type EditorDesk = {
  lists: DeskLists;
  agents: readonly { id: number; name: string }[];
  /** The shared ones; `label` names their type. */
  connections: readonly { id: string; name: string; type: string; label: string }[];
};

type EditorState = EditorDesk & {
  /** Undefined while it is new. */
  webhook?: Webhook;
  ticketType: TicketType;
  /** The custom forms of the ticket type. */
  forms: readonly CustomForm[];
  /** What Select tickets and actions can name on a ticket of the type. */
  ticketFields: readonly ConditionField[];
  readOnly: boolean;
  /** The form as it was a moment after the last keystroke. */
  settled: WebhookValues;
  warnings: readonly RequestWarning[];
  /** What templates may name. */
  source: TemplateSource;
  /** The same for default texts, which are rendered before any parameter has a value. */
  ticketSource: TemplateSource;
  /** The reply to try response fields on; lives as long as the page. */
  sample: string;
  setSample: (text: string) => void;
  openTab: (id: string) => void;
};

const EditorContext = createContext<EditorState | undefined>(undefined);

type EditorProviderProps = Pick<EditorState, "webhook" | "ticketType" | "readOnly" | "openTab"> & {
  form: EditorForm;
  desk: EditorDesk;
  allForms: readonly CustomForm[];
  children: ReactNode;
};

/** What the tabs and the live pane share, worked out once per pause in typing. */
export function EditorProvider(props: EditorProviderProps) {
  const { form, desk, allForms, webhook, ticketType, readOnly, openTab, children } = props;
  const { lists, agents, connections } = desk;
  const settled = useSettled(form);
  const [sample, setSample] = useState("");
  const forms = useMemo(
    () => allForms.filter(({ ticketTypeIds }) => ticketTypeIds.includes(ticketType.id)),
    [allForms, ticketType],
  );
  const ticketFields = useMemo(
    () => conditionFields({ forms, lists, agents, withEvent: false }),
    [forms, lists, agents],
  );
  const names = JSON.stringify(settled.parameters.map(({ name }) => name.trim()));
  const state = useMemo<EditorState>(
    () => ({
      webhook,
      ticketType,
      forms,
      lists,
      agents,
      connections,
      ticketFields,
      readOnly,
      settled,
      warnings: checkWebhook(settled, allForms).warnings,
      source: sourceFor(forms, names),
      ticketSource: sourceFor(forms, "[]"),
      sample,
      setSample,
      openTab,
    }),
    [
      webhook,
      ticketType,
      forms,
      lists,
      agents,
      connections,
      ticketFields,
      readOnly,
      settled,
      allForms,
      names,
      sample,
      openTab,
    ],
  );
  return <EditorContext value={state}>{children}</EditorContext>;
}

const remembered = new WeakMap<readonly CustomForm[], Map<string, TemplateSource>>();

/** One source per set of names, so that template boxes are not checked again for nothing. */
function sourceFor(forms: readonly CustomForm[], names: string): TemplateSource {
  const known = remembered.get(forms) ?? new Map<string, TemplateSource>();
  remembered.set(forms, known);
  const parameters = (JSON.parse(names) as string[]).map((name) => ({ name }));
  const source = known.get(names) ?? templateSource(forms, parameters);
  known.set(names, source);
  return source;
}

export function useEditor(): EditorState {
  const state = use(EditorContext);
  if (!state) throw new Error("useEditor needs an EditorProvider above it");
  return state;
}

export const useEditorForm = (): EditorForm => useFormContext<WebhookValues, unknown, WebhookInput>();

/** The warnings of one field that its template box does not find itself. */
export function useWarning(field: string): string | undefined {
  return useEditor().warnings.find((warning) => warning.field === field && warning.line === undefined)?.message;
}
