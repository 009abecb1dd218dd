import { toast } from "sonner";
import type { Result } from "@/lib/core/result";

/** What came of a server action; a toast says so when nothing did. */
export async function answered<T>(asked: Promise<Result<T>>): Promise<{ value: T } | undefined> {
  const result = await asked.catch(() => undefined);
  if (result?.ok) return { value: result.value };
  toast.error(result ? result.error.message : "The server did not answer. Check your connection and try again.");
  return undefined;
}
