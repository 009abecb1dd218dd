import type { ReactNode } from "react";
import type { Control, FieldPath, FieldValues } from "react-hook-form";

/** What every bound field takes. `control` is only needed outside a `Form`, or to have `name` checked by the compiler. */
export type BoundField<Values extends FieldValues, Output> = {
  name: FieldPath<Values>;
  control?: Control<Values, unknown, Output>;
  label: ReactNode;
  help?: ReactNode;
  disabled?: boolean;
};

/** Only text fields can be left out; choices always have a value. */
export type OptionalMark = { optional?: boolean; aside?: ReactNode; hideLabel?: boolean; className?: string };
