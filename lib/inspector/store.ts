import type { Actor } from "@/lib/core/actor";
import type { ListQuery, Page } from "@/lib/core/page";
import type { Bin, BinInput, BinResponse, CapturedRequest, CapturedSummary } from "./bin";

export interface BinStore {
  list(): Promise<Bin[]>;
  get(id: string): Promise<Bin | undefined>;
  /** What the bin answers, without counting what it holds: asked for each captured request. */
  responseOf(id: string): Promise<BinResponse | undefined>;
  create(actor: Actor, input: BinInput): Promise<Bin>;
  rename(actor: Actor, id: string, input: BinInput): Promise<Bin>;
  setResponse(actor: Actor, id: string, response: BinResponse): Promise<Bin>;
  /** Takes the next reply of a sequence of `count`, each once however many ask at the same time; its index from 0. */
  nextReply(id: string, count: number, afterLast: "stay" | "repeat"): Promise<number>;
  remove(actor: Actor, id: string): Promise<void>;
  /** Keeps the newest `keep` requests of the bin and the pinned ones; older ones fall out. Undefined when the bin is gone. */
  capture(request: Omit<CapturedRequest, "id" | "isPinned">, keep: number): Promise<CapturedRequest | undefined>;
  /** Newest first. `q` searches method, target, headers and body. */
  requests(binId: string, query: ListQuery): Promise<Page<CapturedRequest>>;
  /** The same list without headers and bodies, which may be large. */
  summaries(binId: string, query: ListQuery): Promise<Page<CapturedSummary>>;
  /** Undefined when the bin holds no such request (any more). */
  request(binId: string, id: string): Promise<CapturedRequest | undefined>;
  /** The oldest request after the one with this id; ids grow with time. */
  requestAfter(binId: string, id: string): Promise<CapturedRequest | undefined>;
  /** Errors: not_found; limit when `mostPinned` of the bin are pinned. */
  setPinned(actor: Actor, binId: string, id: string, isPinned: boolean): Promise<void>;
  /** Forgets all, pinned ones too. */
  clear(actor: Actor, binId: string): Promise<void>;
}
