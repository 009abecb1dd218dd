"use client";
import type { ComponentProps } from "react";
import { type FieldValues, useController, useFormContext } from "react-hook-form";
import { TemplateInput } from "@/components/editor/template-input";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { WebhookParameter } from "@/lib/delivery/webhook";
import { useActions } from "./action-context";
import { UnknownValues, useGivenTexts } from "./unknown-values";

/** Which webhook to execute, with a value for each of its parameters (spec §4.9.2). */
export function WebhookControls({ name }: { name: string }) {
  const { webhooks = [], readOnly } = useActions();
  const { control, setValue } = useFormContext<FieldValues>();
  const { field, fieldState } = useController({ control, name: `${name}.webhookId` });
  const id: string = field.value ?? "";
  const webhook = webhooks.find((candidate) => candidate.id === id);
  const isGone = id !== "" && !webhook;
  const options = [
    ...webhooks.map((candidate) => ({ value: candidate.id, label: candidate.name })),
    ...(isGone ? [{ value: id, label: "A webhook that is gone" }] : []),
  ];
  const gone = isGone ? "This webhook is gone or acts on another ticket type: choose another" : undefined;
  const open = webhook?.parameters.filter(({ isReadOnly }) => !isReadOnly) ?? [];
  return (
    <>
      <Field
        label="Webhook"
        error={fieldState.error?.message ?? gone}
        help={webhooks.length === 0 ? "There is no webhook for this ticket type yet." : undefined}
        className="max-w-[360px]"
      >
        {(wiring) => (
          <Select
            {...wiring}
            ref={field.ref}
            value={id === "" ? null : id}
            options={options}
            onValueChange={(next) => {
              if (next === id) return;
              field.onChange(next);
              // The values were for the parameters of the other webhook.
              setValue(`${name}.parameters`, {}, { shouldDirty: true });
            }}
            onBlur={field.onBlur}
            disabled={readOnly}
          />
        )}
      </Field>
      {webhook && <ParameterValues name={`${name}.parameters`} parameters={open} />}
    </>
  );
}

type ParameterValuesProps = { name: string; parameters: readonly WebhookParameter[] };

/** A parameter without a value of its own takes its default text. */
function ParameterValues({ name, parameters }: ParameterValuesProps) {
  const { templateSource, readOnly } = useActions();
  const { given, give, remove, unknown } = useGivenTexts(name, parameters);
  if (parameters.length === 0 && unknown.length === 0)
    return <p className="text-muted text-xs">This webhook asks for no parameters.</p>;
  return (
    <>
      {parameters.map((parameter) =>
        Object.hasOwn(given, parameter.name) ? (
          <TemplateInput
            key={parameter.name}
            name={`${name}.${parameter.name}`}
            label={parameter.name}
            multiline={parameter.displayType === "multiline"}
            source={templateSource}
            disabled={readOnly}
            aside={!readOnly && <SmallButton onClick={() => remove(parameter.name)}>Use the default text</SmallButton>}
          />
        ) : (
          <div key={parameter.name}>
            <p className="flex items-baseline justify-between gap-3">
              <span className="font-medium">{parameter.name}</span>
              {!readOnly && (
                <SmallButton
                  aria-label={`Give ${parameter.name} a value`}
                  onClick={() => give(parameter.name, parameter.defaultText)}
                >
                  Give a value
                </SmallButton>
              )}
            </p>
            <p className="text-muted text-xs">
              Takes its default text{parameter.defaultText === "" && ", which is empty"}
              {parameter.defaultText !== "" && (
                <>
                  : <code className="break-words font-mono">{parameter.defaultText}</code>
                </>
              )}
            </p>
          </div>
        ),
      )}
      <UnknownValues
        names={unknown}
        onRemove={remove}
        explain={(key) =>
          `The webhook no longer asks for “${key}”: while a value is given for it, it can’t be executed.`
        }
      />
    </>
  );
}

const SmallButton = (props: ComponentProps<typeof Button>) => (
  <Button variant="ghost" size="sm" className="-my-1 h-6 px-1.5 text-xs" {...props} />
);
