import type { Actor } from "@/lib/core/actor";
import type { ListQuery, Page } from "@/lib/core/page";
import type { Bin, BinInput, BinResponse, CapturedRequest } from "./bin";

export interface BinStore {
  list(): Promise<Bin[]>;
  get(id: string): Promise<Bin | undefined>;
  create(actor: Actor, input: BinInput): Promise<Bin>;
  rename(actor: Actor, id: string, input: BinInput): Promise<Bin>;
  setResponse(actor: Actor, id: string, response: BinResponse): Promise<Bin>;
  remove(actor: Actor, id: string): Promise<void>;
  /** Keeps the newest `keep` requests of the bin; older ones fall out. False when the bin is gone. */
  capture(request: Omit<CapturedRequest, "id">, keep: number): Promise<CapturedRequest | undefined>;
  /** Newest first. `q` searches method, target, headers and body. */
  requests(binId: string, query: ListQuery): Promise<Page<CapturedRequest>>;
  clear(actor: Actor, binId: string): Promise<void>;
}
