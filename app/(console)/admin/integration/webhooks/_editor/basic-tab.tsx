"use client";
import { TemplateInput } from "@/components/editor/template-input";
import { TemplateProblems } from "@/components/editor/template-problems";
import { CheckboxField } from "@/components/form/checkbox-field";
import { SelectField } from "@/components/form/select-field";
import { SwitchField } from "@/components/form/switch-field";
import { TextField } from "@/components/form/text-field";
import { FieldGroup } from "@/components/ui/field";
import { methods } from "@/lib/delivery/webhook";
import { responseContentTypes } from "@/lib/wire/codec/content-types";
import { AuthFields } from "./auth-fields";
import { CurlImport } from "./curl-import";
import { DeliveryFields } from "./delivery-fields";
import { useEditor, useEditorForm, useWarning } from "./editor-context";
import { RetryFields } from "./retry-fields";

const methodHints: Record<(typeof methods)[number], string> = {
  POST: "Sends data in the body",
  GET: "Retrieves data only, without a body",
  PUT: "Stores data under the URL",
  DELETE: "Deletes what the URL names",
  PATCH: "Changes part of what the URL names",
};
const methodOptions = methods.map((value) => ({ value, label: value, hint: methodHints[value] }));
const responseTypeOptions = responseContentTypes.map((value) => ({ value, label: value }));

/** Spec §4.2, in its order. */
export function BasicTab() {
  const { source, readOnly: disabled } = useEditor();
  const { control } = useEditorForm();
  const urlWarning = useWarning("url");
  const responseWarning = useWarning("responseContentType");
  return (
    <div className="flex max-w-[560px] flex-col gap-8">
      <div className="flex flex-col gap-4">
        <TextField
          control={control}
          name="name"
          label="Name"
          help="Technicians see it in the ticket’s Actions menu, so say what happens: Send to customer X."
          disabled={disabled}
        />
        <SwitchField
          control={control}
          name="isEnabled"
          label="Enabled"
          help="Off: neither a technician nor a rule can fire it."
          disabled={disabled}
        />
        <SwitchField
          control={control}
          name="showAsButton"
          label="Show as button"
          help="Offers it as a button on the ticket, besides the Actions menu."
          disabled={disabled}
        />
      </div>
      <FieldGroup title="Request">
        <div>
          <CurlImport />
        </div>
        <div>
          <TemplateInput
            control={control}
            name="url"
            label="Request URL"
            source={source}
            placeholder="https://partner.example/api/tickets/{{ticket.thirdpartyid}}"
            help="The receiving system gives it to you. Type {{ to put a ticket field into it."
            disabled={disabled}
          />
          <TemplateProblems problems={urlWarning ? [{ severity: "warning", message: urlWarning }] : []} />
        </div>
        <CheckboxField
          control={control}
          name="hasEncodedUrlParameters"
          label="Encoded URL parameters"
          help="Tick when the URL has encoded parameters such as /?username=test: your text stays as it is, and only inserted values are encoded."
          disabled={disabled}
        />
        <SelectField
          control={control}
          name="method"
          label="HTTP Method"
          options={methodOptions}
          className="max-w-48"
          disabled={disabled}
        />
      </FieldGroup>
      <AuthFields />
      <FieldGroup title="Response">
        <div>
          <SelectField
            control={control}
            name="responseContentType"
            label="Response Content Type"
            options={responseTypeOptions}
            help="How the reply is read; also sent as the Accept header."
            disabled={disabled}
          />
          <TemplateProblems problems={responseWarning ? [{ severity: "warning", message: responseWarning }] : []} />
        </div>
        <CheckboxField
          control={control}
          name="runRulesAfterResponse"
          label="Run Rules After Response Processed"
          help="Trigger rules then act on the values the reply has just filled in."
          disabled={disabled}
        />
      </FieldGroup>
      <DeliveryFields />
      <RetryFields />
      <FieldGroup title="History">
        <TemplateInput
          control={control}
          name="actionDescription"
          label="Action description"
          optional
          multiline
          rows={3}
          source={source}
          placeholder="Sent {{ticket.displayid}} to the partner"
          help="Written to the ticket’s history when the webhook is fired. Fields may be used."
          disabled={disabled}
        />
      </FieldGroup>
    </div>
  );
}
