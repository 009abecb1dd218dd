"use client";
import { TextWrap } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { Button } from "./button";
import { cn } from "./cn";
import { codeLines, type Highlight, type Ink, type Segment } from "./code-lines";
import { CopyButton } from "./copy-button";

type CodeBlockProps = {
  code: string;
  /** Names the block for everyone: "Request body". */
  label: string;
  hideLabel?: boolean;
  language?: "json";
  lineNumbers?: boolean;
  /** Tinted ranges, such as substituted values; the title shows on hover. */
  highlights?: readonly Highlight[];
  wrap?: boolean;
  actions?: ReactNode;
  className?: string;
};

const inks: Record<Ink, string> = {
  key: "text-accent-text",
  string: "text-success",
  number: "text-info",
  literal: "text-warning",
};
const noHighlights: readonly Highlight[] = [];

/** Monospace text with copy, wrapping on demand, and line numbers that are never copied. */
export function CodeBlock(props: CodeBlockProps) {
  const { code, label, hideLabel, language, lineNumbers, highlights = noHighlights, actions, className } = props;
  const [wrap, setWrap] = useState(props.wrap ?? false);
  const lines = useMemo(() => codeLines(code, highlights, language), [code, highlights, language]);
  const gutter = `${String(lines.length).length}ch`;
  return (
    <div className={cn("min-w-0 overflow-hidden rounded-lg border bg-surface", className)}>
      <div className="flex h-9 items-center justify-between gap-2 border-b pr-1 pl-3">
        <span className={cn("truncate text-muted text-xs", hideLabel && "sr-only")}>{label}</span>
        <span className="ml-auto flex items-center">
          {actions}
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label="Wrap lines"
            title="Wrap lines"
            aria-pressed={wrap}
            className="aria-pressed:text-accent-text"
            onClick={() => setWrap(!wrap)}
          >
            <TextWrap aria-hidden />
          </Button>
          <CopyButton text={code} label={`Copy ${label.toLowerCase()}`} />
        </span>
      </div>
      <section
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard
        tabIndex={0}
        className="max-h-[60dvh] overflow-auto py-2 outline-none focus-visible:outline-2 focus-visible:-outline-offset-2"
      >
        <pre
          className={cn(
            "min-w-max font-mono text-xs leading-5",
            wrap && "min-w-0 whitespace-pre-wrap [overflow-wrap:anywhere]",
          )}
        >
          {lines.map((segments, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
            <span key={index} className="flex px-3">
              {lineNumbers && (
                <span aria-hidden className="mr-4 shrink-0 select-none text-right text-faint" style={{ width: gutter }}>
                  {index + 1}
                </span>
              )}
              <code className="min-w-0 flex-1">
                {segments.length === 0 ? "\u200b" : segments.map(renderSegment)}
                {"\n"}
              </code>
            </span>
          ))}
        </pre>
      </section>
    </div>
  );
}

function renderSegment({ text, ink, mark }: Segment, index: number) {
  const tint = ink && inks[ink];
  return mark ? (
    <mark
      key={index}
      title={mark.title}
      className={cn(
        "rounded-sm bg-accent-subtle text-accent-text underline decoration-accent-text decoration-dotted underline-offset-4",
        tint,
      )}
    >
      {text}
    </mark>
  ) : (
    <span key={index} className={tint}>
      {text}
    </span>
  );
}
