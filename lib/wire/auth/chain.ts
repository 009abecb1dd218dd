import { later } from "@/lib/core/timing";
import { isTransportError, type OutgoingRequest, type Transport, TransportError } from "@/lib/core/transport";

// What one exchange may take when its request does not say.
const defaultMs = 30_000;

/**
 * Several requests that count as one exchange: the later ones get the time that is left, and replies and failures
 * tell times since the first began.
 */
export function chained(transport: Transport, { timeoutMs = defaultMs }: OutgoingRequest): Transport {
  const startedAt = performance.now();
  return async (request) => {
    const offsetMs = performance.now() - startedAt;
    // Nothing came before it.
    if (offsetMs < 1) return transport(request);
    const leftMs = Math.ceil(timeoutMs - offsetMs);
    if (leftMs <= 0) {
      const message = `${new URL(request.url).host} did not complete the authentication within ${timeoutMs} ms.`;
      throw new TransportError("timeout", message, { timing: { totalMs: Math.round(offsetMs) } });
    }
    try {
      const reply = await transport({ ...request, timeoutMs: leftMs });
      return { ...reply, timing: later(reply.timing, offsetMs) };
    } catch (error) {
      if (!isTransportError(error) || !error.details.timing) throw error;
      const details = { ...error.details, timing: later(error.details.timing, offsetMs) };
      throw new TransportError(error.kind, error.message, details, { cause: error });
    }
  };
}
