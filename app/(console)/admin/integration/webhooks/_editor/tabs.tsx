"use client";
import type { ComponentType } from "react";
import { countTests } from "@/lib/rules/condition";
import { ActionsTab } from "./actions-tab";
import { BasicTab } from "./basic-tab";
import { BodyTab } from "./body-tab";
import type { WebhookValues } from "./form-values";
import { ParametersTab } from "./parameters-tab";
import { ResponseTab } from "./response-tab";
import { TicketsTab } from "./tickets-tab";

export type EditorTab = {
  /** In the URL: `?tab=`. */
  id: string;
  label: string;
  /** Form fields shown here; an error in one of them marks the tab. */
  fields: readonly (keyof WebhookValues)[];
  /** Of a list on the tab, its length. */
  count?: (values: WebhookValues) => number;
  Panel: ComponentType;
};

/** The tabs of the editor in the vendor's order; a new one is an entry here. */
export const editorTabs: readonly EditorTab[] = [
  {
    id: "basic",
    label: "Basic details",
    fields: [
      "name",
      "isEnabled",
      "showAsButton",
      "url",
      "hasEncodedUrlParameters",
      "method",
      "auth",
      "responseContentType",
      "runRulesAfterResponse",
      "ordering",
      "limits",
      "followRedirects",
      "retry",
      "actionDescription",
      "ticketTypeId",
      "roleIds",
    ],
    Panel: BasicTab,
  },
  {
    id: "parameters",
    label: "Parameters",
    fields: ["parameters"],
    count: ({ parameters }) => parameters.length,
    Panel: ParametersTab,
  },
  { id: "body", label: "Request body", fields: ["requestContentType", "body", "headers"], Panel: BodyTab },
  {
    id: "response",
    label: "Response fields",
    fields: ["responseFields"],
    count: ({ responseFields }) => responseFields.length,
    Panel: ResponseTab,
  },
  {
    id: "actions",
    label: "Response actions",
    fields: ["responseActions", "writeBack"],
    count: ({ responseActions: { success, failure } }) => success.length + failure.length,
    Panel: ActionsTab,
  },
  {
    id: "tickets",
    label: "Select tickets",
    fields: ["conditions"],
    count: ({ conditions }) => countTests(conditions),
    Panel: TicketsTab,
  },
];
