"use client";
import { Play } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field, type FieldControl } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import { Textarea } from "@/components/ui/textarea";
import type { FunctionParameter } from "@/lib/functions/function";
import { argumentsOf, textsOf } from "./argument-values";

type ArgumentsDialogProps = {
  /** Undefined closes the dialog. */
  parameters: readonly FunctionParameter[] | undefined;
  /** JSON text of the arguments to begin with. */
  last: string;
  onClose: () => void;
  /** Gets the arguments as JSON text. */
  onRun: (json: string) => Promise<void>;
};

/** Asks for a value of each parameter before the function runs. */
export function ArgumentsDialog({ parameters, last, onClose, onRun }: ArgumentsDialogProps) {
  return (
    <Dialog open={parameters !== undefined} onOpenChange={(open) => !open && onClose()}>
      <DialogContent title="Arguments" description="Blank ones are left out: the script sees null.">
        {parameters && <ArgumentsForm parameters={parameters} last={last} onClose={onClose} onRun={onRun} />}
      </DialogContent>
    </Dialog>
  );
}

function ArgumentsForm({
  parameters,
  last,
  onClose,
  onRun,
}: ArgumentsDialogProps & { parameters: readonly FunctionParameter[] }) {
  const [texts, setTexts] = useState(() => textsOf(parameters, last));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [pending, setPending] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (pending) return;
    const made = argumentsOf(parameters, texts);
    if ("errors" in made) return setErrors(made.errors);
    setErrors({});
    setPending(true);
    await onRun(made.json);
    setPending(false);
  };
  return (
    <form noValidate aria-label="Arguments" className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
      {parameters.map(({ name, type }) => (
        <Field key={name} label={<code className="font-mono">{name}</code>} aside={type} error={errors[name]}>
          {(wiring) => (
            <Box
              type={type}
              wiring={wiring}
              text={texts[name] ?? ""}
              onText={(text) => setTexts({ ...texts, [name]: text })}
            />
          )}
        </Field>
      ))}
      <div className="flex justify-end gap-2 pb-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" pending={pending}>
          <Play aria-hidden />
          Execute
        </Button>
      </div>
    </form>
  );
}

type BoxProps = { type: FunctionParameter["type"]; wiring: FieldControl; text: string; onText: (text: string) => void };

function Box({ type, wiring, text, onText }: BoxProps) {
  if (type === "bool")
    return (
      <NativeSelect {...wiring} className="w-full" value={text} onChange={(event) => onText(event.target.value)}>
        <option value="">no value</option>
        <option>true</option>
        <option>false</option>
      </NativeSelect>
    );
  if (type === "map" || text.includes("\n"))
    return (
      <Textarea
        {...wiring}
        mono
        rows={4}
        spellCheck={false}
        placeholder={type === "map" ? '{"id": 1}' : undefined}
        value={text}
        onChange={(event) => onText(event.target.value)}
      />
    );
  return (
    <Input
      {...wiring}
      mono={type !== "string"}
      autoComplete="off"
      spellCheck={false}
      inputMode={type === "int" ? "numeric" : type === "float" ? "decimal" : undefined}
      placeholder={type === "date" ? "2026-01-31 09:00:00" : undefined}
      value={text}
      onChange={(event) => onText(event.target.value)}
    />
  );
}
