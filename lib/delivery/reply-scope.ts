import type { IncomingResponse } from "@/lib/core/transport";
import type { TicketGraph } from "@/lib/desk/ticket";
import { type KeyIndex, memberOf, type Scope } from "@/lib/template/scope";
import { decodeReply, findInReply } from "@/lib/wire/codec";
import type { Attempt } from "./delivery";
import { ticketScope } from "./scope";
import type { WebhookConfig } from "./webhook";

/** What came back, as far as templates may read it: secrets masked, and of a failure only what technicians may know. */
export type Reply = Pick<IncomingResponse, "status" | "headers" | "body">;

/** The reply to read: headers as they are stored, where echoed secrets are masked, and the body whole. */
export const replyOf = (attempt: Attempt, reply: Pick<IncomingResponse, "body"> | undefined): Reply | undefined =>
  attempt.response
    ? { status: attempt.response.status, headers: attempt.response.headers, body: reply?.body ?? attempt.response.body }
    : undefined;

/**
 * What the templates of response actions can name: the ticket, and `response.status`, `.headers.<name>`, `.body`,
 * `.value.<path>` (the decoded reply; of HTML its text, or `["selector"]`) and, after a failure, `.error`.
 */
export function replyScope(
  contentType: WebhookConfig["responseContentType"],
  reply: Reply | undefined,
  error: string | null,
  now: Date,
): (graph: TicketGraph) => Scope {
  const value = once(() => decodedValue(contentType, reply?.body));
  const cache: KeyIndex = { index: undefined };
  const response = (first: string | undefined, rest: readonly string[]): unknown => {
    if (first === "value") return reply && read(contentType, value(), rest, cache);
    if (first === "headers")
      return rest.length === 1 ? reply && memberOf(reply.headers, rest[0] ?? "", cache) : undefined;
    if (rest.length > 0) return undefined;
    if (first === "status") return reply?.status ?? null;
    if (first === "body") return reply?.body ?? null;
    return first === "error" ? error : undefined;
  };
  return (graph) => {
    const ticket = ticketScope(graph, {}, now);
    return {
      get: (path) => (path[0] === "response" ? response(path[1], path.slice(2)) : ticket.get(path)),
    };
  };
}

function decodedValue(contentType: WebhookConfig["responseContentType"], body: string | undefined): unknown {
  if (body === undefined) return undefined;
  const decoded = decodeReply(contentType, body);
  return decoded.ok ? decoded.value : undefined;
}

function read(
  contentType: WebhookConfig["responseContentType"],
  decoded: unknown,
  steps: readonly string[],
  cache: KeyIndex,
): unknown {
  if (decoded === undefined) return undefined;
  if (contentType === "text/html")
    return steps.length > 1 ? undefined : findInReply(contentType, decoded, steps[0] ?? "$");
  const found = steps.reduce<unknown>(
    // One XML element is also the first of its kind.
    (value, step) =>
      contentType === "application/xml" && step === "0" && !Array.isArray(value) ? value : memberOf(value, step, cache),
    decoded,
  );
  return found === undefined ? undefined : findInReply(contentType, found, "$");
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
