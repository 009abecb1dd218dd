"use client";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { Result } from "@/lib/core/result";
import { Notice } from "./notice";
import { Sheet, SheetContent } from "./sheet";
import { Skeleton } from "./skeleton";

type LoadedSheetProps<Loaded> = {
  /** Whose details are shown; undefined closes it. */
  subject: string | undefined;
  /** What it is, as in "Loading the run". */
  what: string;
  title: string;
  description?: string;
  load: (subject: string) => Promise<Result<Loaded>>;
  onClose: () => void;
  footer?: ReactNode;
  className?: string;
  children: (loaded: Loaded) => ReactNode;
};

const noAnswer = {
  ok: false,
  error: { code: "unexpected", message: "The server did not answer. Try again." },
} as const;

/** Details at the edge of a list, loaded when they are opened. */
export function LoadedSheet<Loaded>(props: LoadedSheetProps<Loaded>) {
  const { subject, what, title, description, onClose, footer, className, children } = props;
  const load = useRef(props.load);
  load.current = props.load;
  const [loaded, setLoaded] = useState<{ subject: string; result: Result<Loaded> }>();
  useEffect(() => {
    if (subject === undefined) return;
    let isCurrent = true;
    load
      .current(subject)
      .catch((): Result<Loaded> => noAnswer)
      .then((result) => isCurrent && setLoaded({ subject, result }));
    return () => {
      isCurrent = false;
    };
  }, [subject]);
  const result = loaded?.subject === subject ? loaded?.result : undefined;
  return (
    <Sheet open={subject !== undefined} onOpenChange={(open) => !open && onClose()}>
      <SheetContent title={title} description={description} footer={footer} className={className}>
        <div className="flex flex-col gap-6 p-5">
          {!result ? (
            <div role="status" aria-label={`Loading the ${what}`} className="flex flex-col gap-3">
              <Skeleton className="w-1/2" />
              <Skeleton className="w-2/3" />
            </div>
          ) : result.ok ? (
            children(result.value)
          ) : (
            <Notice tone="danger">{result.error.message}</Notice>
          )}
        </div>
      </SheetContent>
    </Sheet>
  );
}
