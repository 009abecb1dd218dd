/** Limits on one exchange: times in milliseconds, sizes in bytes. */
export type TransportLimits = {
  dnsMs: number;
  /** TCP and TLS together. */
  connectMs: number;
  /** From the request being sent to the end of the reply's headers. */
  firstByteMs: number;
  /** Longest silence within the reply's body. */
  idleMs: number;
  /** Everything, the wait for a free connection included. */
  totalMs: number;
  bodyBytes: number;
  headerBytes: number;
  headerCount: number;
};

export const defaultLimits: TransportLimits = {
  dnsMs: 5_000,
  connectMs: 10_000,
  firstByteMs: 20_000,
  idleMs: 10_000,
  totalMs: 30_000,
  bodyBytes: 1024 * 1024,
  headerBytes: 32 * 1024,
  headerCount: 200,
};
