import { isAppError } from "@/lib/core/errors";

/** What is stored with what a PATCH names on top. */
export const merged = (current: object, patch: object): Record<string, unknown> => ({
  ...current,
  ...Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)),
});

/** Runs a read-and-write again while other writers come between, unless the caller insists on the version it saw. */
export async function retryConflicts<T>(isRetried: boolean, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isRetried || attempt === 10 || !isAppError(error) || error.code !== "conflict") throw error;
    }
  }
}
