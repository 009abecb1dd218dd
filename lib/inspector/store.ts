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
  remove(actor: Actor, id: string): Promise<void>;
  /** Keeps the newest `keep` requests of the bin; older ones fall out. False when the bin is gone. */
  capture(request: Omit<CapturedRequest, "id">, keep: number): Promise<CapturedRequest | undefined>;
  /** Newest first. `q` searches method, target, headers and body. */
  requests(binId: string, query: ListQuery): Promise<Page<CapturedRequest>>;
  /** The same list without headers and bodies, which may be large. */
  summaries(binId: string, query: ListQuery): Promise<Page<CapturedSummary>>;
  /** Undefined when the bin holds no such request (any more). */
  request(binId: string, id: string): Promise<CapturedRequest | undefined>;
  clear(actor: Actor, binId: string): Promise<void>;
}
