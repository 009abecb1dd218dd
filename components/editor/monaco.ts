"use client";
import { loader } from "@monaco-editor/react";
import * as monaco from "monaco-editor/editor";
import "monaco-editor/features/register.all";
import { registerTemplateLanguages } from "./monaco-language";
import { followTheme } from "./monaco-theme";

// Everything comes from our own bundle; without this line the loader would ask a CDN.
self.MonacoEnvironment = {
  getWorker: () => new Worker(new URL("monaco-editor/editor/editor.worker.js", import.meta.url), { type: "module" }),
};
loader.config({ monaco: monaco as never });
registerTemplateLanguages(monaco);
followTheme(monaco);

export { monaco };
