import type { Trigger, TriggerInput } from "@/lib/automation/trigger";
import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import { checkTrigger } from "./check-trigger";
import type { Stores } from "./stores";

/** Creates a rule, placed last in its type. AppError("invalid") names the fields at fault (checkTrigger). */
export async function createTrigger(stores: Stores, actor: Actor, input: TriggerInput): Promise<Trigger> {
  await refuseMistakes(stores, input);
  return stores.triggers.create(actor, input);
}

/** Saves a rule; checks as createTrigger does, and refuses to overwrite a version other than `expectedVersion`. */
export async function updateTrigger(
  stores: Stores,
  actor: Actor,
  id: string,
  input: TriggerInput,
  expectedVersion?: number,
): Promise<Trigger> {
  await refuseMistakes(stores, input);
  return stores.triggers.update(actor, id, input, expectedVersion);
}

async function refuseMistakes(stores: Stores, input: TriggerInput): Promise<void> {
  const { errors } = await checkTrigger(stores, input);
  if (Object.keys(errors).length > 0) throw new AppError("invalid", "Check the highlighted fields.", errors);
}
