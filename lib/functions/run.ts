import type { Cause } from "@/lib/desk/history";

/** Who started a run: a caller's URL, a person's Save & Execute, a rule, a test case, another function. */
export const runOrigins = ["call", "console", "rule", "test", "function", "api"] as const;
export type RunOrigin = (typeof runOrigins)[number];

/** An outgoing call or task of a run, told in a line: masked, without bodies beyond 4 KB. */
export type RunCall = {
  /** "invokeurl", "sendmail", "zoho.sdp.create" … */
  task: string;
  /** What was asked, say "POST https://partner.example/api" or "to a@b.example". */
  target: string;
  status: number | null;
  durationMs: number;
  request: string;
  reply: string;
  error: string | null;
};

/** One execution as the history keeps it: secrets masked, long texts cut (`longestLogged`). */
export type FunctionRun = {
  id: string;
  functionId: string;
  /** As they were then. */
  functionName: string;
  version: number;
  at: Date;
  durationMs: number;
  origin: RunOrigin;
  actorName: string;
  remoteAddress: string;
  /** JSON text of the arguments, masked; as received when it could not be read. */
  arguments: string;
  outcome: "succeeded" | "failed";
  /** Text of the value, or the error's. */
  result: string;
  /** Line of the error; 0 when none. */
  line: number;
  info: string[];
  statements: number;
  calls: RunCall[];
  /** Tickets it created or changed. */
  ticketIds: number[];
};

export const longestLogged = { arguments: 16_384, result: 16_384, info: 16_384, body: 4_096 };

/** A call of a function that must happen though the process dies: made by a rule, in the transaction of its decision. */
export type NewFunctionCall = {
  id: string;
  functionId: string;
  /** JSON object. */
  arguments: string;
  ticketId: number | null;
  /** The rule's, so that changes the function makes are not taken for a person's (lib/desk/history). */
  cause: Cause;
  actorName: string;
  at: Date;
};
