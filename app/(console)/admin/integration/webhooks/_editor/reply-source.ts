import type { TemplateSource } from "@/components/editor/template-source";
import type { ResponseContentType } from "@/lib/wire/codec/content-types";
import { replyTree } from "./reply-tree";

const mostPaths = 100;
// Templates read names and row numbers; keys with other characters need quotes there.
const plainPath = /^[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*|\[\d+\])*$/;

const parts = [
  { path: "response.status", label: "Status code of the reply", kind: "number" },
  { path: "response.body", label: "The reply as text", kind: "text" },
  { path: "response.value", label: "The reply as it was read", kind: "text" },
  { path: "response.headers", label: "A header: response.headers.location", kind: "list" },
  { path: "response.error", label: "Why the delivery failed", kind: "text" },
] as const;

/** What the texts of response actions may name: all that `ticket` has, and the reply; its paths come from the sample. */
export function replySource(ticket: TemplateSource, type?: ResponseContentType, sample?: unknown): TemplateSource {
  const nodes = type === undefined || type === "text/html" || sample === undefined ? [] : replyTree(type, sample).nodes;
  const paths = nodes
    .filter(({ path, kind }) => path !== undefined && kind !== "list" && kind !== "object" && plainPath.test(path))
    .slice(0, mostPaths)
    .map(({ path, preview }) => ({
      path: `response.value.${path}`,
      label: `Reply: ${preview}`,
      kind: "text" as const,
    }));
  return {
    known: [...parts, ...paths, ...ticket.known],
    knows: ([first = "", ...rest]) =>
      first === "response" ? parts.some(({ path }) => path === `response.${rest[0]}`) : ticket.knows([first, ...rest]),
  };
}
