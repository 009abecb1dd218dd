import { type TemplateSource, templateSource } from "@/components/editor/template-source";
import type { CustomForm } from "@/lib/desk/custom-forms";
import type { AcceptedType } from "@/lib/inbound/web-method";
import { replyTree } from "../../webhooks/_editor/reply-tree";

const mostPaths = 100;
// Templates read names and row numbers; keys with other characters need quotes there.
const plainPath = /^[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*|\[\d+\])*$/;

/** What an answer may name: the ticket, the outcome, and what the call brought; its paths come from the sample. */
export function answerSource(
  forms: readonly CustomForm[],
  sample?: { type: AcceptedType; value: unknown },
): TemplateSource {
  const ticket = templateSource(forms, []);
  const nodes = sample ? replyTree(sample.type, sample.value).nodes : [];
  const paths = nodes
    .filter(({ path, kind }) => path !== undefined && kind !== "list" && kind !== "object" && plainPath.test(path))
    .slice(0, mostPaths)
    .map(({ path, preview }) => ({ path: `request.${path}`, label: `Call: ${preview}`, kind: "text" as const }));
  return {
    known: [
      { path: "outcome", label: "created or updated", kind: "text" },
      { path: "request", label: "What the call brought", kind: "list" },
      ...paths,
      ...ticket.known.map((one) => (one.path === "now" ? { ...one, label: "Moment of the answer" } : one)),
    ],
    knows: ([first = "", ...rest]) =>
      first === "request" || (first === "outcome" && rest.length === 0) || ticket.knows([first, ...rest]),
  };
}
