import { isAppError } from "@/lib/core/errors";
import { isHeaderName } from "@/lib/core/http-names";
import { previewFiring } from "@/lib/delivery/fire";
import { resolveParameters } from "@/lib/delivery/parameters";
import type { BuiltRequest } from "@/lib/delivery/request";
import type { TicketGraph } from "@/lib/desk/ticket";
import type { WebhookValues } from "./form-values";

/** The request a firing would send now, or the sentence that says why there is none yet; and the parameter values as far as known. */
export type Preview = { parameters: Record<string, string> } & (
  | {
      state: "ready";
      built: BuiltRequest;
      /** What the other setting of “Encoded URL parameters” would call, where that makes a difference. */
      otherUrl?: string;
    }
  | { state: "blocked"; message: string }
);

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
  const config = {
    ...values,
    url: values.url.trim(),
    parameters: values.parameters
      .map((parameter) => ({ ...parameter, name: parameter.name.trim() }))
      .filter(({ name }) => name !== ""),
    // A row being typed has no name yet.
    headers: values.headers
      .map((header) => ({ ...header, name: header.name.trim() }))
      .filter(({ name }) => isHeaderName(name)),
  };
  const open = new Set(config.parameters.filter(({ isReadOnly }) => !isReadOnly).map(({ name }) => name));
  const usable = Object.fromEntries(Object.entries(given).filter(([name]) => open.has(name)));
  const resolved = explained(() => resolveParameters(config, usable, graph, now));
  const parameters = resolved.ok ? resolved.value : {};
  if (config.url === "") return { state: "blocked", message: "Enter a request URL to see the request.", parameters };
  const built = explained(() => previewFiring(config, null, graph, usable, now));
  if (!built.ok) return { state: "blocked", message: built.message, parameters };
  const hasEncodedUrlParameters = !config.hasEncodedUrlParameters;
  const other = explained(() =>
    previewFiring({ ...config, hasEncodedUrlParameters, body: "", headers: [] }, null, graph, usable, now),
  );
  const otherUrl =
    other.ok && other.value.request.url !== built.value.request.url ? other.value.request.url : undefined;
  return { state: "ready", built: built.value, parameters, ...(otherUrl !== undefined && { otherUrl }) };
}

function explained<T>(work: () => T): { ok: true; value: T } | { ok: false; message: string } {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    if (isAppError(error)) return { ok: false, message: error.message };
    throw error;
  }
}
