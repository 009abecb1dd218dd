"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm, useWatch } from "react-hook-form";
import { applyFailure } from "@/components/form/apply-failure";
import { Form } from "@/components/form/form";
import { SelectField } from "@/components/form/select-field";
import { TextField } from "@/components/form/text-field";
import { Button } from "@/components/ui/button";
import { KeyValue } from "@/components/ui/key-value";
import { Notice } from "@/components/ui/notice";
import { type Scheme, schemeLabels, schemes, type Verdict, verifyInput } from "@/lib/inspector/verify";
import { verifyRequest } from "../actions";
import { RequestDialog } from "./request-dialog";

type VerifyDialogProps = { binId: string; requestId: string; headers: [string, string][]; onOpen: () => void };

/** Whether the request was signed with a secret, and if not, why. */
export const VerifyDialog = (props: VerifyDialogProps) => (
  <RequestDialog
    label="Verify signature"
    title="Verify signature"
    description="Over the bytes as they came in. The secret is used once and not stored."
    onOpen={props.onOpen}
  >
    <VerifyForm {...props} />
  </RequestDialog>
);

function VerifyForm({ binId, requestId, headers }: VerifyDialogProps) {
  const [verdict, setVerdict] = useState<Verdict>();
  const form = useForm({
    resolver: zodResolver(verifyInput),
    defaultValues: { scheme: schemeOf(headers), secret: "", header: "" },
  });
  const scheme = useWatch({ control: form.control, name: "scheme" });
  const submit = form.handleSubmit(async (values) => {
    setVerdict(undefined);
    const result = await verifyRequest({ binId, requestId, ...values });
    if (result.ok) setVerdict(result.value);
    else applyFailure(form, result.error);
  });
  return (
    <Form form={form} onSubmit={submit} label="Verify signature" className="gap-4">
      <SelectField
        control={form.control}
        name="scheme"
        label="Scheme"
        options={schemes.map((value) => ({ value, label: schemeLabels[value] }))}
      />
      <TextField
        control={form.control}
        name="secret"
        type="password"
        label="Secret"
        autoComplete="off"
        help={secretHelp[scheme]}
      />
      {scheme !== "standard" && (
        <TextField control={form.control} name="header" label="Header" optional mono help={headerHelp[scheme]} />
      )}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" pending={form.formState.isSubmitting}>
          Verify
        </Button>
      </div>
      {verdict && <VerdictView verdict={verdict} />}
    </Form>
  );
}

function VerdictView({ verdict: { isValid, reason, warnings, received, expected } }: { verdict: Verdict }) {
  return (
    <div className="flex flex-col gap-3">
      <Notice tone={isValid ? "success" : "danger"} title={isValid ? "Valid" : "Not valid"}>
        {[reason, ...warnings].map((line) => (
          <p key={line}>{line}</p>
        ))}
      </Notice>
      {received !== undefined && (
        <KeyValue
          mono
          items={[
            { label: "Received", value: received },
            ...(expected === undefined ? [] : [{ label: "Expected", value: expected }]),
          ]}
        />
      )}
    </div>
  );
}

const secretHelp: Record<Scheme, string> = {
  standard: "whsec_ followed by base64",
  github: "As entered at the webhook",
  stripe: "The endpoint’s signing secret, whsec_ and all",
  zoho: "“secret” of plugin-manifest.json. What Zoho signs in callbacks is not published: the raw body is assumed.",
};
const headerHelp: Record<Exclude<Scheme, "standard">, string> = {
  github: "X-Hub-Signature-256 when blank",
  stripe: "Stripe-Signature when blank",
  zoho: "HASH when blank; a query parameter of this name counts, too",
};

/** The scheme the headers speak of. */
function schemeOf(headers: [string, string][]): Scheme {
  const names = new Set(headers.map(([name]) => name.toLowerCase()));
  if (names.has("x-hub-signature-256")) return "github";
  if (names.has("stripe-signature")) return "stripe";
  return names.has("hash") ? "zoho" : "standard";
}
