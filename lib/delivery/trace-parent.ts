const hexOf = (id: string) => id.slice(id.indexOf("_") + 1);
const idIn = (hex: string, digits: RegExp) => (digits.test(hex) && !/^0+$/.test(hex) ? hex : "");

/** The trace that all attempts of a delivery belong to: 32 hex digits of its id, empty for an id without them. */
export const traceIdOf = (deliveryId: string): string => idIn(hexOf(deliveryId), /^[0-9a-f]{32}$/);

/** One attempt within its trace: 16 hex digits of the random part of its id, empty for an id without them. */
export const spanIdOf = (attemptId: string): string => idIn(hexOf(attemptId).slice(16), /^[0-9a-f]{16}$/);

/** The `traceparent` header of an attempt (W3C Trace Context §3.2), marked as sampled; undefined without both ids. */
export function traceParent(deliveryId: string, attemptId: string): string | undefined {
  const traceId = traceIdOf(deliveryId);
  const spanId = spanIdOf(attemptId);
  return traceId && spanId ? `00-${traceId}-${spanId}-01` : undefined;
}
