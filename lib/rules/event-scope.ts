import type { Scope } from "@/lib/template/scope";
import type { RuleEvent } from "./facts";

/** What the templates of a rule can name besides the ticket: the update that led to it. */
export const eventPaths = [
  { path: "event.type", label: "What happened", kind: "text" },
  { path: "event.source", label: "Update source", kind: "text" },
  { path: "event.updatedby", label: "Last updated by", kind: "text" },
  { path: "event.changes", label: "Changes (label, from, to)", kind: "list" },
] as const;

const known: ReadonlySet<string> = new Set(eventPaths.map(({ path }) => path));

/** Whether a normalised path names something of an event: the `knows` of checkTemplate. */
export const knowsEventPath = ([first = "", second = "", ...rest]: readonly string[]): boolean =>
  first === "event" && known.has(`event.${second}`) && (rest.length === 0 || second === "changes");

/** `scope` with the event's fields. Without an event they are known but empty. */
export function withEvent(scope: Scope, event: RuleEvent | undefined): Scope {
  const fields: Record<string, unknown> = {
    type: event?.type ?? null,
    source: event?.source ?? null,
    updatedby: event?.actorName ?? null,
    changes: event?.changes.map(({ label, from, to }) => ({ label, from, to })) ?? [],
  };
  return {
    get(path) {
      const [first, field = "", ...rest] = path;
      if (first !== "event") return scope.get(path);
      const value = Object.hasOwn(fields, field) ? fields[field] : undefined;
      return rest.length === 0 ? value : memberIn(value, rest);
    },
  };
}

/** Below `event.changes`: one of them, or one of its texts. */
function memberIn(value: unknown, [index = "", name, ...rest]: readonly string[]): unknown {
  const entry: unknown = Array.isArray(value) && /^\d+$/.test(index) ? value[Number(index)] : undefined;
  if (name === undefined || typeof entry !== "object" || entry === null) return entry;
  return rest.length === 0 && Object.hasOwn(entry, name) ? (entry as Record<string, unknown>)[name] : undefined;
}
