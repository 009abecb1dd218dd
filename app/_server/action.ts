import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import type { Permission, Principal } from "@/lib/access/permissions";
import { fieldErrors } from "@/lib/core/field-errors";
import type { Failure, Result } from "@/lib/core/result";
import type { Stores } from "@/lib/runtime/stores";
import { failureOf } from "./failure";
import { type Runtime, runtime } from "./runtime";
import { requireActor } from "./session";

type Context = { actor: Principal; stores: Stores; runtime: Runtime };

/** Wraps a mutation as a server action: authorise, validate, run, and turn failures into data. */
export function action<S extends z.ZodType, T>(
  { input, permission }: { input: S; permission: Permission | "signed-in" },
  run: (input: z.output<S>, context: Context) => Promise<T>,
) {
  return (raw: z.input<S>): Promise<Result<T>> =>
    guarded(async () => {
      const actor = await requireActor(permission);
      const parsed = input.safeParse(raw);
      if (!parsed.success) return { ok: false, error: invalid(parsed.error) };
      return { ok: true, value: await run(parsed.data, { actor, stores: runtime().stores, runtime: runtime() }) };
    });
}

/** The same for the few actions a stranger may call: signing in and the first-run screen. */
export function publicAction<S extends z.ZodType, T>(
  { input }: { input: S },
  run: (input: z.output<S>, context: Omit<Context, "actor">) => Promise<T>,
) {
  return (raw: z.input<S>): Promise<Result<T>> =>
    guarded(async () => {
      const parsed = input.safeParse(raw);
      if (!parsed.success) return { ok: false, error: invalid(parsed.error) };
      return { ok: true, value: await run(parsed.data, { stores: runtime().stores, runtime: runtime() }) };
    });
}

async function guarded<T>(run: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await run();
  } catch (error) {
    unstable_rethrow(error);
    return { ok: false, error: failureOf(error) };
  }
}

function invalid(error: z.ZodError): Failure {
  const fields = fieldErrors(error);
  return { code: "invalid", message: fields[""]?.[0] ?? "Check the highlighted fields.", fields };
}
