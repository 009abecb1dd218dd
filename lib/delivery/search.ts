/** The full-text index of the deliveries log, as the background indexer keeps it. Any number of processes may, at once. */
export interface SearchIndex {
  /**
   * Takes deliveries that are new or have new attempts, up to `limit` of each, whose ids are older than `until`. Returns how
   * many were new to it; 0: nothing is left, or another process was faster.
   */
  indexNext(limit: number, until: Date): Promise<number>;
  /**
   * Goes over `limit` deliveries once more, from where the last call stopped or, without one, from `from` on, and indexes
   * what was missed. True when it has come to those newer than `until`, and the next call begins anew.
   */
  revisit(limit: number, from: Date, until: Date): Promise<boolean>;
}
