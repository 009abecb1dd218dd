"use client";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { toast } from "sonner";
import { answered } from "@/components/shell/answered";
import { publishFunction, unpublishFunction } from "./actions";
import { duplicateFunction, urlOfFunction } from "./list-actions";

type Subject = { id: string; name: string };

/** A function whose test cases hold its publication back, and what is wrong with them. */
export type HeldBack = { subject: Subject; failures: readonly string[] };

async function copy(url: string) {
  try {
    await navigator.clipboard.writeText(url);
    toast.success("URL copied.");
  } catch {
    toast.error(`Copying failed. The URL is ${url}`);
  }
}

/** What the list's menus do with a function. */
export function useFunctionCommands() {
  const router = useRouter();
  const [pending, start] = useTransition();
  const [heldBack, setHeldBack] = useState<HeldBack>();

  const told = ({ name }: Subject, url: string) =>
    toast.success(`“${name}” is published.`, { action: { label: "Copy URL", onClick: () => void copy(url) } });

  const publish = (subject: Subject) =>
    start(async () => {
      const asked = publishFunction({ id: subject.id });
      const result = await asked.catch(() => undefined);
      const failures = result && !result.ok ? result.error.fields?.tests : undefined;
      if (failures) return setHeldBack({ subject, failures });
      const done = await answered(asked);
      if (done) told(subject, done.value);
    });

  const publishAnyway = async ({ subject }: HeldBack) => {
    const result = await publishFunction({ id: subject.id, anyway: true });
    if (!result.ok) return { error: result.error.message };
    told(subject, result.value);
    return undefined;
  };

  const unpublish = ({ id, name }: Subject) =>
    start(async () => {
      if (await answered(unpublishFunction({ id })))
        toast.success(`“${name}” is unpublished. Its URL no longer works.`);
    });

  const copyUrl = ({ id }: Subject) =>
    start(async () => {
      const found = await answered(urlOfFunction({ id }));
      if (found) await copy(found.value);
    });

  const duplicate = ({ id }: Subject) =>
    start(async () => {
      const made = await answered(duplicateFunction({ id }));
      if (!made) return;
      toast.success(`“${made.value.name}” was made.`);
      router.push(`/admin/integration/functions/${made.value.id}`);
    });

  return {
    pending,
    publish,
    heldBack,
    letGo: () => setHeldBack(undefined),
    publishAnyway,
    unpublish,
    copyUrl,
    duplicate,
  };
}
