"use client";
import type { ReactNode } from "react";
import "@/lib/core/messages";
import { type FieldValues, FormProvider, type UseFormReturn } from "react-hook-form";
import { cn } from "@/components/ui/cn";
import { Notice } from "@/components/ui/notice";

type FormProps<Values extends FieldValues, Context, Output extends FieldValues | undefined> = {
  form: UseFormReturn<Values, Context, Output>;
  onSubmit: (event?: React.BaseSyntheticEvent) => Promise<void>;
  label?: string;
  className?: string;
  children: ReactNode;
};

/** Shares `form` with the fields inside and shows the message no field could take. `onSubmit` is `form.handleSubmit(…)`. */
export function Form<Values extends FieldValues, Context, Output extends FieldValues | undefined>({
  form,
  onSubmit,
  label,
  className,
  children,
}: FormProps<Values, Context, Output>) {
  const problem = form.formState.errors.root?.message;
  return (
    <FormProvider {...form}>
      <form noValidate aria-label={label} onSubmit={onSubmit} className={cn("flex min-w-0 flex-col gap-6", className)}>
        {problem && (
          <Notice tone="danger" className="max-w-[560px]">
            {problem}
          </Notice>
        )}
        {children}
      </form>
    </FormProvider>
  );
}
