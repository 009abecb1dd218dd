import type { TemplateSource } from "@/components/editor/template-source";
import type { ResponseContentType } from "@/lib/wire/codec/content-types";
import { replyTree } from "./reply-tree";

const mostPaths = 100;
// Templates read names and row numbers; keys with other characters need quotes there.
const plainPath = /^[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*|\[\d+\])*$/;

/** What the texts of response actions may name: all that `source` has, and the reply; its paths come from the sample. */
export function replySource(source: TemplateSource, type: ResponseContentType, sample: unknown): TemplateSource {
  const nodes = sample === undefined ? [] : replyTree(type, sample).nodes;
  const paths = nodes
    .filter(({ path, kind }) => path !== undefined && kind !== "list" && kind !== "object" && plainPath.test(path))
    .slice(0, mostPaths);
  return {
    known: [
      { path: "response.status", label: "Status code of the reply", kind: "number" },
      { path: "response.value", label: "The whole reply", kind: "text" },
      ...paths.map(({ path, preview }) => ({
        path: `response.value.${path}`,
        label: `Reply: ${preview}`,
        kind: "text" as const,
      })),
      ...source.known,
    ],
    knows: ([first = "", ...rest]) => {
      if (first !== "response") return source.knows([first, ...rest]);
      return rest[0] === "value" || (rest[0] === "status" && rest.length === 1);
    },
  };
}
