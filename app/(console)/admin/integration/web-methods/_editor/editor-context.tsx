"use client";
import { createContext, type ReactNode, use, useMemo, useState } from "react";
import { type UseFieldArrayReturn, type UseFormReturn, useFieldArray, useFormContext, useWatch } from "react-hook-form";
import type { TemplateSource } from "@/components/editor/template-source";
import type { CustomForm } from "@/lib/desk/custom-forms";
import type { TicketType } from "@/lib/desk/desk-lists";
import { type ReadBody, readBody } from "@/lib/inbound/read-body";
import { type InboundTarget, inboundTargets } from "@/lib/inbound/targets";
import type { AcceptedType, WebMethod, WebMethodInput } from "@/lib/inbound/web-method";
import { answerSource } from "./answer-source";
import type { WebMethodValues } from "./form-values";

export type EditorForm = UseFormReturn<WebMethodValues, unknown, WebMethodInput>;

/** A path box that the next click on the sample fills. */
export type PathField = "match.path" | "idempotencyPath" | `mappings.${number}.path`;

/** The path box called `name`, if it is one. */
export const pathFieldOf = (name: string): PathField | undefined =>
  name === "match.path" || name === "idempotencyPath" || /^mappings\.\d+\.path$/.test(name)
    ? (name as PathField)
    : undefined;

type Sample = {
  text: string;
  setText: (text: string) => void;
  /** One of the accepted types. */
  type: AcceptedType;
  setType: (type: AcceptedType) => void;
  /** Undefined while there is no sample. */
  read: ReadBody | undefined;
};

type EditorState = {
  /** Undefined while it is new. */
  webMethod?: WebMethod;
  ticketType: TicketType;
  /** The custom forms of the ticket type. */
  forms: readonly CustomForm[];
  targets: readonly InboundTarget[];
  readOnly: boolean;
  /** Where web methods are called, without the name. */
  urlBase: string;
  /** The call to work on; lives as long as the page and is never saved. */
  sample: Sample;
  /** What the answer's template may name. */
  source: TemplateSource;
  rows: UseFieldArrayReturn<WebMethodValues, "mappings">;
  active: PathField | undefined;
  setActive: (field: PathField | undefined) => void;
};

const EditorContext = createContext<EditorState | undefined>(undefined);

type EditorProviderProps = Pick<EditorState, "webMethod" | "ticketType" | "readOnly" | "urlBase"> & {
  form: EditorForm;
  allForms: readonly CustomForm[];
  children: ReactNode;
};

/** What the tabs and the sample beside them share. */
export function EditorProvider({ form, allForms, children, ...props }: EditorProviderProps) {
  const { control } = form;
  const { webMethod, ticketType, readOnly, urlBase } = props;
  const [text, setText] = useState("");
  const [chosen, setType] = useState<AcceptedType>();
  const [active, setActive] = useState<PathField>();
  const rows = useFieldArray({ control, name: "mappings" });
  const accepted = useWatch({ control, name: "contentTypes" });
  const type = accepted.find((one) => one === chosen) ?? accepted[0] ?? "application/json";
  const forms = useMemo(
    () => allForms.filter(({ ticketTypeIds }) => ticketTypeIds.includes(ticketType.id)),
    [allForms, ticketType],
  );
  const targets = useMemo(() => inboundTargets(forms), [forms]);
  const read = useMemo(() => (text.trim() === "" ? undefined : readBody([type], type, text)), [text, type]);
  const source = useMemo(
    () => answerSource(forms, read?.ok ? { type, value: read.body.value } : undefined),
    [forms, read, type],
  );
  const state: EditorState = {
    webMethod,
    ticketType,
    forms,
    targets,
    readOnly,
    urlBase,
    sample: { text, setText, type, setType, read },
    source,
    rows,
    active,
    setActive,
  };
  return <EditorContext value={state}>{children}</EditorContext>;
}

export function useEditor(): EditorState {
  const state = use(EditorContext);
  if (!state) throw new Error("useEditor needs an EditorProvider above it");
  return state;
}

export const useEditorForm = (): EditorForm => useFormContext<WebMethodValues, unknown, WebMethodInput>();
