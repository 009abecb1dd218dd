import { type Delivery, isFinal } from "@/lib/delivery/delivery";
import type { Stores } from "@/lib/runtime/stores";

const lookAgainMs = 1000;

/** The delivery once it is final, or as it is when the time is up, the caller left or the server stops. Undefined when it is gone. */
export async function awaitDelivery(
  { deliveries, onChange }: Stores,
  id: string,
  waitMs: number,
  signals: AbortSignal[],
): Promise<Delivery | undefined> {
  const ends = AbortSignal.any([...signals, AbortSignal.timeout(waitMs)]);
  let wake = () => {};
  // Raised before the first look, so nothing between looking and waiting is missed.
  let hasChanged = false;
  const raise = () => {
    hasChanged = true;
    wake();
  };
  const stopWatching = onChange(raise);
  ends.addEventListener("abort", raise);
  try {
    for (;;) {
      hasChanged = false;
      const found = await deliveries.get(id);
      if (!found || isFinal(found.delivery.status) || ends.aborted) return found?.delivery;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, lookAgainMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
        if (hasChanged) wake();
      });
    }
  } finally {
    stopWatching();
    ends.removeEventListener("abort", raise);
  }
}
