import { isAppError } from "@/lib/core/errors";
import { previewFiring } from "@/lib/delivery/fire";
import { resolveParameters } from "@/lib/delivery/parameters";
import type { BuiltRequest } from "@/lib/delivery/request";
import type { TicketGraph } from "@/lib/desk/ticket";
import type { WebhookValues } from "./form-values";

/** The request a firing would send now, or the sentence that says why there is none yet. */
export type Preview =
  | { state: "ready"; built: BuiltRequest; parameters: Record<string, string> }
  | { state: "blocked"; message: string };

/**
 * Runs the delivery engine itself on what the form holds, in the browser. Values given for parameters that are gone,
 * renamed or read only are left out.
 */
export function previewValues(
  values: WebhookValues,
  graph: TicketGraph,
  given: Record<string, string>,
  now: Date,
): Preview {
  if (values.url.trim() === "") return { state: "blocked", message: "Enter a request URL to see the request." };
  const config = {
    ...values,
    url: values.url.trim(),
    parameters: values.parameters
      .map((parameter) => ({ ...parameter, name: parameter.name.trim() }))
      .filter(({ name }) => name !== ""),
  };
  const open = new Set(config.parameters.filter(({ isReadOnly }) => !isReadOnly).map(({ name }) => name));
  const usable = Object.fromEntries(Object.entries(given).filter(([name]) => open.has(name)));
  try {
    return {
      state: "ready",
      built: previewFiring(config, null, graph, usable, now),
      parameters: resolveParameters(config, usable, graph, now),
    };
  } catch (error) {
    if (isAppError(error)) return { state: "blocked", message: error.message };
    throw error;
  }
}
