import type { Diagnostic } from "@/lib/deluge/diagnostic";
import type { ScriptMail, UrlCall, UrlReply } from "@/lib/deluge/host";
import type { Options } from "@/lib/deluge/options";
import type { Outcome, RunSettings, Signature } from "@/lib/deluge/run";
import type { Wire } from "./script-wire";

// What the pool and its threads tell each other. Each message is its own, never a batch: the thread then knows whose turn it is.

/** A function's source as it is compiled in a thread, once. */
export type ScriptSource = { source: string; signature?: Signature; options?: Partial<Options> };

/** What a script finds around it, apart from what crosses to the pool's thread. */
export type Surroundings = {
  /** IANA name. */
  timeZone: string;
  /** System variables by lower-cased path, say "zoho.loginuserid" (spec/deluge.md §9.12). */
  variables: Readonly<Record<string, Wire>>;
  /** Tasks this host runs, say "zoho.sdp.create"; found case-insensitively. */
  tasks: readonly string[];
  /** Paths of the stored functions a script may call, with their signatures where known. */
  functions: readonly { path: string; signature?: Signature }[];
};

export type ToThread =
  | { type: "surroundings"; number: number; surroundings: Surroundings }
  | { type: "program"; number: number; source: ScriptSource; surroundings: number }
  | { type: "forget"; what: "program" | "surroundings"; number: number }
  | {
      type: "run";
      id: number;
      program: number;
      surroundings: number;
      /** A JSON object. */
      arguments: string;
      settings: RunSettings;
      /** Epoch milliseconds at which the clock stands still; null lets it run. */
      now: number | null;
      /** How long the run may take, waiting included. */
      budgetMs: number;
    }
  | { type: "answer"; id: number; answer: Answer }
  /** Ends a run that waits: `isGivenUp` at once, otherwise when its time is over. */
  | { type: "stop"; id: number; isGivenUp: boolean };

export type Answer = { reply: UrlReply } | { value: Wire } | { failed: string };

/** What only the main thread can do. */
export type Asked =
  | { what: "fetch"; call: UrlCall }
  | { what: "sendMail"; mail: Omit<ScriptMail, "attachments">; attachments: Wire }
  | { what: "runTask"; path: string; arguments: Wire }
  | { what: "runTask"; path: string; attributes: readonly (readonly [key: string, values: Wire])[] }
  | { what: "callFunction"; path: string; values: Wire };

export type FromThread =
  | { type: "ready" }
  | { type: "asked"; id: number; asked: Asked }
  /** Told to stop a run that has `leftMs` of its own time left. */
  | { type: "early"; id: number; leftMs: number }
  /** `fault`: what broke in the interpreter itself, for the log. */
  | { type: "ended"; id: number; ended: Ended; busyMs: number; fault?: string };

type Failed = Extract<Outcome, { status: "failed" }>;

export type Ended =
  | (Omit<Extract<Outcome, { status: "returned" }>, "value"> & { value: Wire })
  | Failed
  | { status: "invalid"; diagnostics: readonly Diagnostic[] };

/** In memory both sides see: the run whose turn it is (0: none), and when the turn began. */
export const turnCells = { run: 0, beganAt: 1, length: 2 } as const;
