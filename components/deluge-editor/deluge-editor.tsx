"use client";
import dynamic from "next/dynamic";
import { Skeleton } from "@/components/ui/skeleton";

/** The code editor for scripts; loaded only where it is shown, and only in the browser. */
export const DelugeEditor = dynamic(
  () => import("./monaco-deluge-editor").then((module) => module.MonacoDelugeEditor),
  { ssr: false, loading: () => <LoadingEditor /> },
);

const LoadingEditor = () => (
  <div role="status" aria-label="Loading editor" className="flex flex-col gap-3 p-4">
    <Skeleton className="w-2/5" />
    <Skeleton className="w-3/5" />
    <Skeleton className="w-1/5" />
  </div>
);
