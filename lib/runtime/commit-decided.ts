import { isAppError } from "@/lib/core/errors";
import type { NewDelivery } from "@/lib/delivery/delivery";
import type { Change } from "@/lib/desk/change";
import type { Stores } from "./stores";

const tries = 30;

/**
 * Decides and commits; when another writer came between, decides again on what is there then. `decide` reads for itself and
 * may refuse by throwing; without a change nothing is written. AppError("conflict") after 30 rounds.
 */
export async function commitDecided<T>(
  { changes }: Pick<Stores, "changes">,
  decide: () => Promise<{ change: Change<NewDelivery> | undefined; result: T }>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const { change, result } = await decide();
    if (!change) return result;
    try {
      await changes.commit(change);
      return result;
    } catch (error) {
      if (!isAppError(error) || error.code !== "conflict" || attempt === tries) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(attempt, 10) * 3));
    }
  }
}
