import { ChevronRight, CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { CopyButton } from "./copy-button";

const tones = {
  info: { icon: Info, style: "bg-info-subtle", ink: "text-info" },
  success: { icon: CircleCheck, style: "bg-success-subtle", ink: "text-success" },
  warning: { icon: TriangleAlert, style: "bg-warning-subtle", ink: "text-warning" },
  danger: { icon: CircleAlert, style: "bg-danger-subtle", ink: "text-danger" },
};

type NoticeProps = {
  tone?: keyof typeof tones;
  title?: ReactNode;
  /** What happened, why, what to do. */
  children?: ReactNode;
  /** The technical part, folded away with a copy button. */
  details?: string;
  action?: ReactNode;
  className?: string;
};

/** An inline message that stays. Warnings and errors are announced at once, the rest politely. */
export function Notice({ tone = "info", title, children, details, action, className }: NoticeProps) {
  const { icon: Icon, style, ink } = tones[tone];
  const urgent = tone === "danger" || tone === "warning";
  return (
    <div role={urgent ? "alert" : "status"} className={cn("flex gap-2.5 rounded-lg px-3 py-2.5", style, className)}>
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", ink)} />
      <div className="min-w-0 flex-1">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className={cn("break-words", title && "mt-0.5")}>{children}</div>}
        {details && (
          <details className="group mt-1.5">
            <summary className="inline-flex items-center gap-1 rounded-sm text-muted hover:text-text">
              <ChevronRight aria-hidden className="size-3.5 transition-transform group-open:rotate-90" />
              Details
            </summary>
            <div className="mt-1.5 flex items-start gap-2 rounded-md bg-background p-2">
              <pre className="min-w-0 flex-1 whitespace-pre-wrap break-words font-mono text-xs">{details}</pre>
              <CopyButton text={details} label="Copy details" />
            </div>
          </details>
        )}
      </div>
      {action && <div className="shrink-0 self-center">{action}</div>}
    </div>
  );
}
