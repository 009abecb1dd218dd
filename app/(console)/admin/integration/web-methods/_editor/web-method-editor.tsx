"use client";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { type FieldErrors, type FieldPath, useForm } from "react-hook-form";
import { toast } from "sonner";
import { applyFailure } from "@/components/form/apply-failure";
import { useVersion } from "@/components/form/use-version";
import type { CustomForm } from "@/lib/desk/custom-forms";
import type { TicketType } from "@/lib/desk/desk-lists";
import type { NewKey } from "@/lib/inbound/store";
import type { WebMethod } from "@/lib/inbound/web-method";
import { firstError, tabsWithErrors } from "../../webhooks/_editor/tab-errors";
import { useEditorTab } from "../../webhooks/_editor/use-editor-tab";
import { loadWebMethod, saveWebMethod } from "../actions";
import { EditorProvider } from "./editor-context";
import { newValues, valuesOf, type WebMethodValues, webMethodResolver } from "./form-values";
import { NewKeyDialog } from "./new-key-dialog";
import { settingsTabs, tabIds } from "./tabs";
import { Workspace } from "./workspace";

type WebMethodEditorProps = {
  /** Undefined for a new one. */
  webMethod?: WebMethod;
  ticketType: TicketType;
  forms: CustomForm[];
  /** Where web methods are called, without the name. */
  urlBase: string;
  canWrite: boolean;
  /** The log of its calls; a new one has none. */
  calls?: ReactNode;
};

/** One form over the settings, with a sample to work on beside it. */
export function WebMethodEditor({ webMethod, ticketType, forms, urlBase, canWrite, calls }: WebMethodEditorProps) {
  const router = useRouter();
  const { tab, openTab } = useEditorTab(tabIds);
  const [focus, setFocus] = useState<{ tab: string; path: string }>();
  const [made, setMade] = useState<NewKey>();
  const resolver = useMemo(() => webMethodResolver(forms), [forms]);
  const form = useForm({
    resolver,
    defaultValues: webMethod ? valuesOf(webMethod) : newValues(ticketType.id),
    shouldFocusError: false,
  });
  const version = useVersion(form, {
    stored: webMethod,
    valuesOf,
    load: () => loadWebMethod({ id: webMethod?.id ?? "" }),
  });

  const showErrors = (errors: FieldErrors<WebMethodValues>) => {
    const [first] = tabsWithErrors(settingsTabs, errors);
    if (!first) return;
    openTab(first);
    const path = firstError(errors, settingsTabs.find(({ id }) => id === first)?.fields ?? []);
    if (path) setFocus({ tab: first, path });
  };
  // Only once its tab is shown can a field take the focus.
  useEffect(() => {
    if (!focus || focus.tab !== tab) return;
    form.setFocus(focus.path as FieldPath<WebMethodValues>);
    setFocus(undefined);
  }, [focus, tab, form]);
  const submit = form.handleSubmit(async (input) => {
    if (!canWrite) return;
    const identity = webMethod && { id: webMethod.id, expectedVersion: version.base };
    const result = await saveWebMethod({ ...input, ...identity }).catch(() => undefined);
    if (!result) return form.setError("root", { message: "The server did not answer. Nothing was saved; try again." });
    if (!result.ok) {
      // A name in use is a conflict, too, but one that a field shows.
      if (webMethod && result.error.code === "conflict" && !result.error.fields) return version.overtake();
      applyFailure(form, result.error);
      return showErrors(form.formState.errors);
    }
    const saved = result.value.webMethod;
    version.accept(saved);
    toast.success(`Web method “${saved.name}” ${webMethod ? "saved" : "created"}.`);
    if (result.value.accessKey !== undefined) setMade({ webMethod: saved, accessKey: result.value.accessKey });
  }, showErrors);

  return (
    <EditorProvider
      form={form}
      allForms={forms}
      webMethod={webMethod}
      ticketType={ticketType}
      urlBase={urlBase}
      readOnly={!canWrite}
    >
      <Workspace form={form} onSubmit={submit} version={version} calls={calls} />
      <NewKeyDialog
        accessKey={made?.accessKey}
        url={`${urlBase}${made?.webMethod.name ?? ""}`}
        contentType={made?.webMethod.contentTypes[0] ?? "application/json"}
        onClose={() => {
          if (made) router.push(`/admin/integration/web-methods/${made.webMethod.id}`);
          setMade(undefined);
        }}
      />
    </EditorProvider>
  );
}
