import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { cn } from "./cn";

export type FieldControl = { id: string; "aria-describedby"?: string; "aria-invalid"?: true };

type FieldProps = {
  label: ReactNode;
  help?: ReactNode;
  error?: string;
  optional?: boolean;
  /** Right of the label: a link, a copy button. */
  aside?: ReactNode;
  hideLabel?: boolean;
  className?: string;
  /** Spread what it receives onto the control. */
  children: (control: FieldControl) => ReactNode;
};

/** Label above, help below; an error takes the place of the help. */
export function Field({ label, help, error, optional, aside, hideLabel, className, children }: FieldProps) {
  const id = useId();
  const control: FieldControl = {
    id,
    ...(error || help ? { "aria-describedby": `${id}-note` } : {}),
    ...(error ? { "aria-invalid": true } : {}),
  };
  return (
    <div className={cn("min-w-0", className)}>
      <div className={cn("mb-1.5 flex items-baseline justify-between gap-3", hideLabel && "sr-only")}>
        <span>
          <label htmlFor={id} className="font-medium text-sm">
            {label}
          </label>
          {optional && <span className="ml-1.5 text-faint text-xs">optional</span>}
        </span>
        {aside && <span className="text-muted text-xs">{aside}</span>}
      </div>
      {children(control)}
      <FieldNote id={`${id}-note`} help={help} error={error} />
    </div>
  );
}

export function FieldNote({ id, help, error }: { id: string; help?: ReactNode; error?: string }) {
  if (error) {
    return (
      <p id={id} className="mt-1.5 flex items-start gap-1.5 text-danger text-xs">
        <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
        <span>{error}</span>
      </p>
    );
  }
  return help ? (
    <p id={id} className="mt-1.5 text-muted text-xs">
      {help}
    </p>
  ) : null;
}

/** Related fields under one heading; a heading, not a box. */
export function FieldGroup({ title, help, children }: { title: string; help?: ReactNode; children: ReactNode }) {
  return (
    <fieldset className="min-w-0">
      <legend className="font-semibold text-lg">{title}</legend>
      {help && <p className="mt-0.5 max-w-[560px] text-muted">{help}</p>}
      <div className="mt-4 flex max-w-[560px] flex-col gap-4">{children}</div>
    </fieldset>
  );
}
