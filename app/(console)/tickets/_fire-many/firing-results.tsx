"use client";
import Link from "next/link";
import { cellStyle, headStyle } from "@/components/data-table/table-style";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Notice } from "@/components/ui/notice";
import { Progress } from "@/components/ui/progress";
import { type Meaning, Status } from "@/components/ui/status";
import { hasFailed, isUnderWay, summaryOf, wordOf } from "./state";
import type { Checked } from "./use-check";
import type { useFirings } from "./use-firings";

type FiringResultsProps = {
  firings: ReturnType<typeof useFirings>;
  refused: Checked["refused"];
  mayRetry: boolean;
};

/** How far it is, how each ticket fares, and what can be tried again. */
export function FiringResults({ firings, refused, mayRetry }: FiringResultsProps) {
  const { rows, isRunning, problem, retry, fireOn } = firings;
  const done = rows.filter(({ state }) => state !== "waiting").length;
  const left = rows.filter(({ state }) => state === "waiting");
  const failed = rows.filter(hasFailed).length;
  const settled = rows.filter((row) => row.state !== "waiting" && !isUnderWay(row)).length;
  return (
    <div className="flex flex-col gap-4">
      {isRunning && done < rows.length ? (
        <Progress label="Fired" value={done} max={rows.length} />
      ) : (
        <Progress label="Ended" value={settled} max={rows.length} />
      )}
      <p role="status">
        {summaryOf(rows)}
        {refused.length > 0 && ` ${refused.length} left out before.`}
      </p>
      {problem && <Notice tone="danger">{problem}</Notice>}
      {!isRunning && (left.length > 0 || (failed > 0 && mayRetry)) && (
        <div className="flex flex-wrap gap-2">
          {left.length > 0 && (
            <Button onClick={() => void fireOn(left.map(({ ticketId }) => ticketId))}>
              Fire on the {left.length} left
            </Button>
          )}
          {failed > 0 && mayRetry && <Button onClick={() => void retry()}>Retry {failed} failed</Button>}
        </div>
      )}
      <section
        aria-label="Results, table"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard
        tabIndex={0}
        className="relative max-h-[45dvh] overflow-y-auto border-t outline-offset-4"
      >
        <table className="w-full border-separate border-spacing-0 text-left">
          <caption className="sr-only">Results</caption>
          <thead className="sticky top-0 z-2 bg-raised">
            <tr>
              {["Ticket", "Result", "Reason"].map((header) => (
                <th key={header} scope="col" className={cn(headStyle, header === "Reason" && "max-sm:hidden")}>
                  {header}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <ResultRow
                key={row.ticketId}
                displayId={row.displayId}
                {...wordOf(row)}
                reason={row.state === "waiting" ? undefined : row.reason}
              />
            ))}
            {refused.map(({ displayId, reason }) => (
              <ResultRow key={displayId} displayId={displayId} word="Left out" meaning="faint" reason={reason} />
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

type ResultRowProps = { displayId: string; word: string; meaning: Meaning; reason: string | undefined };

/** On a narrow screen the reason stands under the result. */
const ResultRow = ({ displayId, word, meaning, reason }: ResultRowProps) => (
  <tr>
    <td className={cellStyle}>
      {/* A page of its own: the results stay here. */}
      <Link
        href={`/tickets/${displayId}`}
        target="_blank"
        prefetch={false}
        className="rounded-sm font-medium hover:underline"
      >
        {displayId}
      </Link>
    </td>
    <td className={cn(cellStyle, "max-sm:w-full max-sm:max-w-none max-sm:whitespace-normal")}>
      <Status meaning={meaning}>{word}</Status>
      {reason && <span className="block break-words text-muted text-xs sm:hidden">{reason}</span>}
    </td>
    <td className={cn(cellStyle, "w-full max-w-none whitespace-normal break-words text-muted max-sm:hidden")}>
      {reason}
    </td>
  </tr>
);
