"use client";
import { ExternalLink, Send } from "lucide-react";
import { useState } from "react";
import { useFormState } from "react-hook-form";
import { Button, ButtonLink } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { sendToEndpoint, sendToInspector } from "./actions";
import { useEditor, useEditorForm } from "./editor-context";
import type { LiveRequest } from "./use-live-request";

export type TestRights = { canInspect: boolean; canFire: boolean; canSeeDeliveries: boolean };
type Place = "inspector" | "endpoint";
type Outcome = { text: string; href?: string; link?: string };

/** A test of the request on show. The dialog says where it goes; nothing is sent before Send is pressed there. */
export function SendTest({ live, rights }: { live: LiveRequest; rights: TestRights }) {
  const [open, setOpen] = useState(false);
  const isReady = live.preview?.state === "ready" && live.ticket !== undefined;
  if (!rights.canInspect && !rights.canFire) return null;
  return (
    <>
      <Button disabled={!isReady} onClick={() => setOpen(true)}>
        <Send aria-hidden />
        Send test
      </Button>
      <Dialog open={open} onOpenChange={setOpen}>
        {open && <TestDialog live={live} rights={rights} />}
      </Dialog>
    </>
  );
}

function TestDialog({ live, rights }: { live: LiveRequest; rights: TestRights }) {
  const { webhook, settled } = useEditor();
  const { control, getValues } = useEditorForm();
  const { isDirty } = useFormState({ control });
  const [place, setPlace] = useState<Place>(rights.canInspect ? "inspector" : "endpoint");
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<string>();
  const [outcome, setOutcome] = useState<Outcome>();
  const { preview, ticket } = live;
  const request = preview?.state === "ready" ? preview.built.request : undefined;
  const displayId = ticket?.displayId ?? "";
  const whyNotReal = !rights.canFire
    ? "Your role may not fire webhooks."
    : !webhook || isDirty
      ? "Save first: the real endpoint gets what is stored, not what is being edited."
      : !settled.isEnabled
        ? "Enable the webhook first."
        : undefined;

  const given = () => {
    const open = getValues("parameters").filter(({ isReadOnly }) => !isReadOnly);
    return Object.fromEntries(
      Object.entries(live.given).filter(([name]) => open.some((parameter) => parameter.name.trim() === name)),
    );
  };
  const send = async () => {
    if (!ticket) return;
    setPending(true);
    setError(undefined);
    try {
      if (place === "endpoint") {
        const result = await sendToEndpoint({ id: webhook?.id ?? "", ticketId: ticket.id, given: given() });
        if (!result.ok) return setError(result.error.message);
        setOutcome({
          text: `Fired on ${displayId}. The delivery is queued.`,
          ...(rights.canSeeDeliveries && {
            href: `/admin/integration/deliveries/${result.value.deliveryId}`,
            link: "Open the delivery",
          }),
        });
      } else {
        const values = getValues();
        const parameters = values.parameters.filter(({ name }) => name.trim() !== "");
        const result = await sendToInspector({
          ...values,
          parameters,
          responseFields: [],
          ticketId: ticket.id,
          given: given(),
        });
        if (!result.ok) return setError(result.error.message);
        setOutcome({
          text: `The inspector received it and answered ${result.value.status}.`,
          href: `/admin/integration/inspector/${result.value.binId}`,
          link: "Open in the inspector",
        });
      }
    } catch {
      setError("The server did not answer. Check your connection and try again.");
    } finally {
      setPending(false);
    }
  };

  return (
    <DialogContent
      title="Send test"
      description={`One request, made from ${displayId} as shown in the preview.`}
      footer={
        outcome ? (
          <>
            <DialogClose render={<Button />}>Close</DialogClose>
            {outcome.href && (
              <ButtonLink variant="primary" href={outcome.href} target="_blank">
                {outcome.link}
                <ExternalLink aria-hidden />
              </ButtonLink>
            )}
          </>
        ) : (
          <>
            <DialogClose render={<Button />}>Cancel</DialogClose>
            <Button
              variant="primary"
              pending={pending}
              disabled={place === "endpoint" && whyNotReal !== undefined}
              onClick={send}
            >
              {place === "inspector" ? "Send to the inspector" : `Fire on ${displayId}`}
            </Button>
          </>
        )
      }
    >
      {outcome ? (
        <Notice tone="success">{outcome.text}</Notice>
      ) : (
        <div className="flex flex-col gap-3">
          <fieldset className="flex flex-col gap-2">
            <legend className="sr-only">Where to</legend>
            <Choice
              value="inspector"
              chosen={place}
              onChoose={setPlace}
              label="To the built-in inspector"
              help={
                rights.canInspect
                  ? "Caught by this instance’s bin “Webhook tests”, so you can read it. Credentials are left out, the ticket is not touched, unsaved changes are included."
                  : "Your role may not use the request inspector."
              }
              disabled={!rights.canInspect}
            />
            <Choice
              value="endpoint"
              chosen={place}
              onChoose={setPlace}
              label="To the real endpoint"
              help={
                whyNotReal ??
                `Fires the webhook on ${displayId} for real: history is written, credentials are sent, the reply fills the response fields.`
              }
              detail={request && `${request.method} ${request.url}`}
              disabled={!rights.canFire}
            />
          </fieldset>
          {error && <Notice tone="danger">{error}</Notice>}
        </div>
      )}
    </DialogContent>
  );
}

type ChoiceProps = {
  value: Place;
  chosen: Place;
  onChoose: (place: Place) => void;
  label: string;
  help: string;
  detail?: string;
  disabled: boolean;
};

function Choice({ value, chosen, onChoose, label, help, detail, disabled }: ChoiceProps) {
  const id = `send-to-${value}`;
  return (
    <div className="flex items-start gap-2.5 rounded-lg border p-3 has-checked:border-accent-text has-checked:bg-accent-subtle">
      <input
        id={id}
        type="radio"
        name="send-to"
        className="mt-0.5 size-4 shrink-0 accent-(--accent)"
        checked={value === chosen}
        disabled={disabled}
        onChange={() => onChoose(value)}
        aria-describedby={`${id}-help`}
      />
      <div className="min-w-0">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        <p id={`${id}-help`} className="text-muted text-xs">
          {help}
        </p>
        {detail && <p className="mt-1 font-mono text-xs [overflow-wrap:anywhere]">{detail}</p>}
      </div>
    </div>
  );
}
