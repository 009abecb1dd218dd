import { useMemo } from "react";
import { cn } from "./cn";
import { type DiffLine, type DiffRow, diffLines, foldSame } from "./line-diff";

type TextDiffProps = {
  /** Names the table: "Body Template". */
  label: string;
  before: string;
  after: string;
  beforeLabel: string;
  afterLabel: string;
};

/** Two texts side by side; lines that went are red and marked −, lines that came are green and marked +. */
export function TextDiff({ label, before, after, beforeLabel, afterLabel }: TextDiffProps) {
  const parts = useMemo(() => foldSame(diffLines(before, after)), [before, after]);
  let key = 0;
  return (
    <div className="overflow-hidden rounded-lg border bg-surface">
      <table className="w-full table-fixed border-collapse text-left font-mono text-xs leading-5">
        <caption className="sr-only">{label}</caption>
        <colgroup>
          <col className="w-10 max-sm:w-7" />
          <col />
          <col className="w-10 max-sm:w-7" />
          <col />
        </colgroup>
        <thead className="border-b font-sans text-muted">
          <tr>
            <th scope="col" colSpan={2} className="px-3 py-1.5 font-normal">
              {beforeLabel}
            </th>
            <th scope="col" colSpan={2} className="border-l px-3 py-1.5 font-normal">
              {afterLabel}
            </th>
          </tr>
        </thead>
        <tbody>
          {parts.flatMap((part) =>
            "skipped" in part
              ? [
                  <tr key={key++}>
                    <td colSpan={4} className="border-y bg-hover px-3 py-0.5 text-center font-sans text-muted">
                      {part.skipped === 1 ? "1 unchanged line" : `${part.skipped} unchanged lines`}
                    </td>
                  </tr>,
                ]
              : part.rows.map((row) => (
                  <tr key={key++} className="align-top">
                    <Side line={row.left} kind={row.kind} side="left" />
                    <Side line={row.right} kind={row.kind} side="right" />
                  </tr>
                )),
          )}
        </tbody>
      </table>
    </div>
  );
}

const tones = {
  left: { mark: "−", word: "removed", row: "bg-danger-subtle", part: "text-danger underline decoration-2" },
  right: { mark: "+", word: "added", row: "bg-success-subtle", part: "text-success underline decoration-2" },
};

function Side({ line, kind, side }: { line: DiffLine | undefined; kind: DiffRow["kind"]; side: "left" | "right" }) {
  const tone = kind === "same" ? undefined : tones[side];
  const edge = side === "right" && "border-l";
  if (!line) return <td colSpan={2} className={cn("bg-hover", edge)} />;
  const { number, text, start, end } = line;
  return (
    <>
      <td aria-hidden className={cn("select-none pr-2 text-right text-faint tabular-nums", edge, tone?.row)}>
        {number}
      </td>
      <td className={cn("whitespace-pre-wrap pr-3 pl-1 [overflow-wrap:anywhere]", tone?.row)}>
        <span aria-hidden className={cn("mr-1.5 select-none", tone ? "text-text" : "invisible")}>
          {tone?.mark ?? "+"}
        </span>
        {tone && <span className="sr-only">{tone.word}: </span>}
        {kind === "changed" ? (
          <>
            {text.slice(0, start)}
            {end > start && <span className={tone?.part}>{text.slice(start, end)}</span>}
            {text.slice(end)}
          </>
        ) : (
          text
        )}
      </td>
    </>
  );
}
