import type { ComponentType } from "react";
import type { TabFields } from "../../webhooks/_editor/tab-errors";
import { BasicTab } from "./basic-tab";
import { DataTab } from "./data-tab";
import { ResponseTab } from "./response-tab";

type EditorTab = TabFields & { label: string; Panel: ComponentType };

/** The settings of a web method, each field on one tab. */
export const settingsTabs: readonly EditorTab[] = [
  {
    id: "basic",
    label: "Basic details",
    fields: ["name", "description", "isEnabled", "runBusinessRules", "ticketTypeId", "ratePerMinute"],
    Panel: BasicTab,
  },
  {
    id: "data",
    label: "Data",
    fields: ["contentTypes", "mappings", "match", "whenFound", "whenNotFound", "idempotencyPath"],
    Panel: DataTab,
  },
  { id: "response", label: "Response", fields: ["response"], Panel: ResponseTab },
];

export const tryTab = "try";
export const callsTab = "calls";
/** In the order they are shown. */
export const tabIds = [...settingsTabs.map(({ id }) => id), tryTab, callsTab];
