"use client";
import { useEditorTab } from "../../webhooks/_editor/use-editor-tab";

const tabIds = ["function", "tests", "runs", "versions"];

/** The open tab, kept in the URL as `?tab=`. */
export const useFunctionTab = () => useEditorTab(tabIds);
