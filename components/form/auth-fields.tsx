"use client";
import { KeyRound } from "lucide-react";
import { type ReactNode, useId } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { SelectOption } from "@/components/ui/select";
import { hasName, type ShownAuth } from "@/lib/wire/auth/input";
import { type AuthField, type AuthType, authKindOf, authKinds } from "@/lib/wire/auth/kinds";
import { SecretField } from "./secret-field";
import { SelectField } from "./select-field";
import { TextField } from "./text-field";
import { TextareaField } from "./textarea-field";

type AuthFieldsProps = {
  /** Of the credentials in the form. */
  name?: string;
  /** What the server keeps; undefined for something new. */
  stored?: ShownAuth;
  /** Named connections to choose from; without them only own credentials. */
  connections?: readonly { id: string; name: string; label: string }[];
  /** Whether nothing at all may be chosen. */
  mayBeNone?: boolean;
  label?: string;
  help?: ReactNode;
  disabled?: boolean;
};

// Set by replacing the secret; nobody types them.
const ownBusiness: readonly string[] = ["previousSecret", "previousUntil"];

/** How to prove who we are, drawn from the registry of kinds: a new kind needs nothing here. */
export function AuthFields(props: AuthFieldsProps) {
  const { name = "auth", stored, connections, mayBeNone = true, disabled } = props;
  const { control } = useFormContext();
  const type = useWatch({ control, name: `${name}.type` }) as AuthType | "shared";
  const options: SelectOption[] = Object.values(authKinds)
    .filter((kind) => mayBeNone || kind.type !== "none")
    .map((kind) => ({ value: kind.type, label: kind.label }));
  if (connections) options.push({ value: "shared", label: "Shared connection" });
  return (
    <>
      <SelectField
        name={`${name}.type`}
        label={props.label ?? "Authentication Type"}
        options={options}
        help={props.help}
        disabled={disabled}
      />
      {type === "shared" ? (
        <SharedConnection name={name} connections={connections ?? []} disabled={disabled} />
      ) : (
        authKindOf(type)
          .fields.filter((field) => !ownBusiness.includes(field.name))
          .map((field) => <KindField key={`${type}.${field.name}`} {...{ name, field, type, stored, disabled }} />)
      )}
      {type === "hmac" && <SigningSecret name={name} stored={stored} disabled={disabled} />}
    </>
  );
}

type KindFieldProps = {
  name: string;
  field: AuthField;
  type: AuthType;
  stored?: ShownAuth;
  disabled?: boolean;
};

function KindField({ name, field, type, stored, disabled }: KindFieldProps) {
  const bound = {
    name: `${name}.${field.name}`,
    label: field.label,
    help: field.hint,
    optional: !field.isRequired,
    disabled,
  };
  if (field.kind === "secret" || field.kind === "multilineSecret") {
    const isStored = stored?.type === type && stored[hasName(field.name)] === true;
    return (
      <SecretField
        {...bound}
        help={field.hint ?? "Stored encrypted and never shown again."}
        stored={isStored}
        multiline={field.kind === "multilineSecret"}
      />
    );
  }
  if (field.kind === "multiline") return <TextareaField {...bound} rows={4} spellCheck={false} mono />;
  if (field.kind === "choice") return <SelectField {...bound} options={field.choices ?? []} />;
  return (
    <TextField {...bound} inputMode={field.kind === "url" ? "url" : undefined} autoComplete="off" spellCheck={false} />
  );
}

function SharedConnection({
  name,
  connections,
  disabled,
}: {
  name: string;
  connections: NonNullable<AuthFieldsProps["connections"]>;
  disabled?: boolean;
}) {
  if (connections.length === 0)
    return <Notice>There is no shared connection yet. Create one under Integration › Connections.</Notice>;
  return (
    <SelectField
      name={`${name}.connectionId`}
      label="Connection"
      options={connections.map(({ id, name: text, label }) => ({ value: id, label: text, hint: label }))}
      placeholder="Choose a connection"
      disabled={disabled}
    />
  );
}

/** A secret both sides share: made here, or pasted from the receiver. */
function SigningSecret({ name, stored, disabled }: Pick<KindFieldProps, "name" | "stored" | "disabled">) {
  const { setValue } = useFormContext();
  const id = useId();
  const until = stored?.type === "hmac" && stored.previousUntil ? new Date(String(stored.previousUntil)) : undefined;
  const generate = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(32));
    setValue(`${name}.secret`, `whsec_${btoa(String.fromCharCode(...bytes))}`, {
      shouldDirty: true,
      shouldValidate: true,
    });
  };
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <Button size="sm" onClick={generate} disabled={disabled} aria-describedby={id}>
        <KeyRound aria-hidden />
        Generate a secret
      </Button>
      <span id={id} className="text-muted text-xs">
        {until && until > new Date()
          ? `The previous secret signs too until ${until.toLocaleString()}.`
          : "Show it with the eye and give it to the receiver before you save."}
      </span>
    </div>
  );
}
