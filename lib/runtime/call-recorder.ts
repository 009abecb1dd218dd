import type { Clock } from "@/lib/core/clock";
import { newId } from "@/lib/core/id";
import { ticketScope } from "@/lib/delivery/scope";
import type { TicketGraph } from "@/lib/desk/ticket";
import { answerScope, renderAnswer } from "@/lib/inbound/answer";
import { loggedRequest, loggedText } from "@/lib/inbound/call-log";
import type { CallBody } from "@/lib/inbound/read-body";
import type { CallOutcome, WebMethod, WebMethodCall } from "@/lib/inbound/web-method";
import type { Stores } from "./stores";

export type CallAnswer = { status: number; contentType: string; body: string; retryAfterSeconds?: number };

type Done = {
  outcome: "created" | "updated";
  notes: string[];
  graph: TicketGraph | undefined;
  body: CallBody;
  key: string;
};
export type CallRecorder = ReturnType<typeof recordCall>;
type Caller = { accessKey: string; remoteAddress: string; headers: Record<string, string>; query: string };

const errorCodes: Record<number, string> = {
  404: "not_found",
  409: "conflict",
  413: "limit",
  429: "limit",
  500: "unexpected",
};

/** An error as callers are told it, whatever the web method answers otherwise. */
export const refusal = (status: number, message: string): CallAnswer => ({
  status,
  contentType: "application/json",
  body: JSON.stringify({ error: { code: errorCodes[status] ?? "invalid", message } }),
});

/** Makes the log entry of one call, and the answer that goes with it. */
export function recordCall({ stores, clock }: { stores: Stores; clock: Clock }, webMethod: WebMethod, call: Caller) {
  const startedAt = clock.now();
  const id = newId("wmc");
  let body = "";
  let isTruncated = false;
  const entry = (outcome: CallOutcome, answer: CallAnswer, more: Partial<WebMethodCall> = {}): WebMethodCall => ({
    id,
    webMethodId: webMethod.id,
    at: startedAt,
    durationMs: Math.max(0, clock.now().getTime() - startedAt.getTime()),
    remoteAddress: call.remoteAddress,
    outcome,
    ticketId: null,
    ticketDisplayId: null,
    request: loggedRequest({ headers: call.headers, query: call.query, body, isTruncated }, call.accessKey),
    response: { status: answer.status, body: loggedText(answer.body, call.accessKey) },
    notes: [],
    idempotencyKey: null,
    ...more,
  });
  const answerOf = ({ response: { status, body: text } }: WebMethodCall): CallAnswer => ({
    status,
    contentType: webMethod.response.contentType,
    body: text,
  });
  let given: CallAnswer | undefined;
  return {
    heard(text: string, isTooLong: boolean) {
      body = text;
      isTruncated = isTooLong;
    },
    async reject(answer: CallAnswer, notes: string[] = []): Promise<CallAnswer> {
      const { error } = JSON.parse(answer.body) as { error: { message: string } };
      await stores.webMethods.logCall(entry("rejected", answer, { notes: [error.message, ...notes] }));
      return answer;
    },
    async repeat(first: WebMethodCall): Promise<CallAnswer> {
      const { ticketId, ticketDisplayId } = first;
      const notes = [`The same idempotency key was used before, so nothing was done again (call ${first.id}).`];
      const answer = answerOf(first);
      await stores.webMethods.logCall(entry("repeated", answer, { notes, ticketId, ticketDisplayId }));
      return answer;
    },
    fail: (note: string) =>
      stores.webMethods.logCall(entry("failed", refusal(500, "Something went wrong."), { notes: [note] })),
    done({ outcome, notes, graph, body: decoded, key }: Done): WebMethodCall {
      const now = clock.now();
      if (!graph) throw new Error("the created ticket has no type or status");
      const { id: ticketId, displayId } = graph.ticket;
      const scope = answerScope(ticketScope(graph, {}, now), decoded.value, outcome);
      const { note, ...rendered } = renderAnswer(webMethod.response, scope, displayId, now);
      given = { status: 200, ...rendered };
      return entry(outcome, given, {
        ticketId,
        ticketDisplayId: displayId,
        notes: note === undefined ? notes : [...notes, note],
        idempotencyKey: key === "" ? null : key,
      });
    },
    /** The answer as rendered; the log's copy has secrets masked. */
    answer: (stored: WebMethodCall): CallAnswer => given ?? answerOf(stored),
  };
}
