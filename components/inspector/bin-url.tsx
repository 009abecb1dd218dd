import { ChevronRight } from "lucide-react";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { exampleCurl } from "./target";

/** The address of a bin with its copy button, and how to send something there. */
export function BinUrl({ url, hideExample }: { url: string; hideExample?: boolean }) {
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div className="flex min-w-0 items-center gap-2 rounded-lg border bg-surface py-1.5 pr-1.5 pl-3">
        <code className="min-w-0 flex-1 font-mono text-sm [overflow-wrap:anywhere]">{url}</code>
        <CopyButton text={url} label="Copy URL" showLabel variant="primary" size="md" />
      </div>
      {!hideExample && (
        <details className="group">
          <summary className="inline-flex items-center gap-1 rounded-sm text-muted hover:text-text">
            <ChevronRight aria-hidden className="size-3.5 transition-transform group-open:rotate-90" />
            Send a request with curl
          </summary>
          <CodeBlock label="Example request" code={exampleCurl(url)} wrap className="mt-2" />
        </details>
      )}
    </div>
  );
}
