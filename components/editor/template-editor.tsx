"use client";
import dynamic from "next/dynamic";
import { Skeleton } from "@/components/ui/skeleton";

/** The code editor for long templates; loaded only where it is shown, and only in the browser. */
export const TemplateEditor = dynamic(
  () => import("./monaco-template-editor").then((module) => module.MonacoTemplateEditor),
  { ssr: false, loading: () => <LoadingEditor /> },
);

const LoadingEditor = () => (
  <div role="status" aria-label="Loading editor" className="flex flex-col gap-3 p-4">
    <Skeleton className="w-8" />
    <Skeleton className="ml-4 w-2/5" />
    <Skeleton className="ml-4 w-3/5" />
    <Skeleton className="w-8" />
  </div>
);
