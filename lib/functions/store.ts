import type { Actor } from "@/lib/core/actor";
import type { ListQuery, Page } from "@/lib/core/page";
import type { NewHistoryEntry } from "@/lib/desk/history";
import type {
  CallbackFunction,
  CallerProof,
  FunctionInput,
  FunctionTest,
  FunctionTestInput,
  FunctionVersion,
} from "./function";
import type { FunctionRun, NewFunctionCall, RunOrigin } from "./run";

export const functionSortKeys = ["name", "apiName", "updatedAt", "lastRunAt"] as const;

/** What the door needs of a published function for each call; the rest is kept until `version` rises. */
export type Door = {
  id: string;
  version: number;
  /** SHA-256 of the token, hex. */
  tokenHash: string;
  proof: CallbackFunction["proof"];
  /** In clear; null for "none". */
  proofSecret: string | null;
};

/** Each method is one atomic unit, audit row included. Names are unique, upper and lower case aside; API names exactly. */
export interface FunctionStore {
  /** `q` searches name, API name and description. */
  list(
    query: ListQuery<(typeof functionSortKeys)[number]> & { isPublished?: boolean },
  ): Promise<Page<CallbackFunction>>;
  get(id: string): Promise<CallbackFunction | undefined>;
  /** The published function of exactly this API name. Read for every call: what is withdrawn is withdrawn at once. */
  door(apiName: string): Promise<Door | undefined>;
  /** Differs once a function was made, saved or removed since. */
  stamp(): Promise<string>;
  /** By name or API name, for functions that call each other. */
  find(name: string): Promise<CallbackFunction | undefined>;
  /** AppError("conflict", …, {name} or {apiName}) for one in use. */
  create(actor: Actor, input: FunctionInput): Promise<CallbackFunction>;
  /** AppError("conflict") when `expectedVersion` is no longer current, "invalid" {apiName} when published and blank. */
  update(actor: Actor, id: string, input: FunctionInput, expectedVersion?: number): Promise<CallbackFunction>;
  /** Kept hashed, and sealed for display; whatever token there was stops working at once (§0.4.2). Needs an API name. */
  publish(actor: Actor, id: string, token: string): Promise<CallbackFunction>;
  unpublish(actor: Actor, id: string): Promise<CallbackFunction>;
  /** The token in clear, for the URL on the function's page; undefined while unpublished. */
  token(id: string): Promise<string | undefined>;
  setProof(
    actor: Actor,
    id: string,
    proof: { kind: CallerProof; headerName: string /** Undefined keeps the stored one. */; secret?: string },
  ): Promise<CallbackFunction>;
  /** With all that belongs to them; ids that are gone are passed over. Returns how many. AppError("conflict") naming the rules that run one of them: then none goes. */
  remove(actor: Actor, ids: readonly string[]): Promise<number>;

  versions(functionId: string, query: ListQuery): Promise<Page<Omit<FunctionVersion, "values">>>;
  version(functionId: string, version: number): Promise<FunctionVersion | undefined>;

  tests(functionId: string): Promise<FunctionTest[]>;
  saveTest(actor: Actor, functionId: string, input: FunctionTestInput, id?: string): Promise<FunctionTest>;
  removeTest(actor: Actor, id: string): Promise<void>;
}

export type RunQuery = ListQuery<"at"> & {
  functionId?: string;
  outcome?: FunctionRun["outcome"];
  origin?: RunOrigin;
  from?: Date;
  to?: Date;
};

export type RunNumbers = {
  calls: number;
  failures: number /** Milliseconds; null without calls. */;
  p95Ms: number | null;
};

export interface FunctionRunStore {
  /** Many at once, in one transaction; also moves lastRunAt and lastOutcome of their functions. Resolves when committed. */
  record(runs: readonly FunctionRun[]): Promise<void>;
  /** `q` searches arguments, result, info and address. */
  list(query: RunQuery): Promise<Page<FunctionRun>>;
  get(id: string): Promise<FunctionRun | undefined>;
  /** Since a moment; p95 over the newest 1,000 of them. */
  numbers(functionId: string, since: Date): Promise<RunNumbers>;
  /** Those before a moment, at most `limit`. Returns how many went. */
  prune(before: Date, limit: number): Promise<number>;
}

export type ClaimedCall = NewFunctionCall & { /** From 1. */ attempts: number; lease: string };

/** What came of a call: for the run history, and for that of the ticket it was about, if it is still there. */
export type CallOutcome = { run: FunctionRun; told: NewHistoryEntry };

/** Calls that rules asked for; written with the rule's decision (`writeFunctionCalls`), executed by a worker, at least once. */
export interface FunctionCallStore {
  /** Leases up to `limit` that wait or whose lease ran out, oldest first. */
  claim(query: { now: Date; leaseMs: number; limit: number }): Promise<ClaimedCall[]>;
  /** Done, and told in both histories, in one transaction; "lost", and nothing written, when another worker has it meanwhile. */
  finish(claimed: Pick<ClaimedCall, "id" | "lease">, outcome?: CallOutcome): Promise<"done" | "lost">;
  /** When the next call is due or the next lease runs out; null when there is none. */
  nextDueAt(): Promise<Date | null>;
}
