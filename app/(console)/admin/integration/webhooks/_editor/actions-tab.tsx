"use client";
import { useMemo } from "react";
import { useWatch } from "react-hook-form";
import { type ActionContext, actionFields, replyActionTypes } from "@/components/rules/action-context";
import { ActionListField } from "@/components/rules/action-list";
import { decodeReply } from "@/lib/wire/codec";
import { useEditor, useEditorForm } from "./editor-context";
import { replySource } from "./reply-source";
import { WriteBackField } from "./write-back-field";

/** Spec §4.6: what else happens to the ticket once the partner has answered, or hasn't. */
export function ActionsTab() {
  const { ticketSource, sample, settled, ticketFields, forms, lists, agents, readOnly, openTab } = useEditor();
  const { control } = useEditorForm();
  const runsRules = useWatch({ control, name: "runRulesAfterResponse" });
  const { responseContentType } = settled;
  const context = useMemo<ActionContext>(() => {
    const decoded = sample.trim() === "" ? undefined : decodeReply(responseContentType, sample);
    return {
      fields: actionFields(ticketFields, forms),
      lists,
      agents,
      templateSource: replySource(ticketSource, responseContentType, decoded?.ok ? decoded.value : undefined),
    };
  }, [ticketFields, forms, lists, agents, ticketSource, sample, responseContentType]);
  const shared = { allowed: replyActionTypes, context, readOnly };
  return (
    <div className="flex max-w-[720px] flex-col gap-8">
      <p className="max-w-[560px] text-muted">
        Done on the ticket in this order, after the response fields are filled. Texts may name the reply:{" "}
        <code className="font-mono text-text text-xs">{"{{response.status}}"}</code> and{" "}
        <code className="font-mono text-text text-xs">{"{{response.value.…}}"}</code>. An action that can’t be done is
        skipped, and the ticket’s history says why.
      </p>
      <ActionListField
        {...shared}
        name="responseActions.success"
        label="When the partner answers 2xx"
        empty="Nothing further happens to the ticket."
      />
      <ActionListField
        {...shared}
        name="responseActions.failure"
        label="When the delivery has failed"
        help="Once no further attempt will be made."
        empty="The ticket’s history names the failure; nothing else happens."
      />
      <WriteBackField />
      <p className="max-w-[560px] text-muted">
        {runsRules
          ? "Trigger rules then run on what the reply has changed. "
          : "Trigger rules don’t run on what the reply has changed. "}
        <button
          type="button"
          className="rounded-sm text-accent-text underline underline-offset-2 hover:no-underline"
          onClick={() => openTab("basic")}
        >
          Run Rules After Response Processed
        </button>{" "}
        on Basic details decides it.
      </p>
    </div>
  );
}
