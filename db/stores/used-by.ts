import { AppError } from "@/lib/core/errors";
import { completeConfig } from "@/lib/delivery/webhook";
import type { Database, Queries } from "../database";
import { type Use, usesOfRule, usesOfWebhook, usesOfWebMethod } from "./uses";

type User = { kind: keyof typeof kinds; name: string };

const kinds = {
  webhook: ["webhook", "webhooks"],
  rule: ["trigger rule", "trigger rules"],
  webMethod: ["web method", "web methods"],
} as const;

/** Whatever names a record of which `isMeant` holds: webhooks, then trigger rules, then web methods, by name. */
async function usersOf({ tables }: Pick<Database, "tables">, tx: Queries, isMeant: (use: Use) => boolean) {
  const { webhooks, triggers, webMethods } = tables;
  const [hooks, rules, methods] = [
    await tx.select({ name: webhooks.name, config: webhooks.config }).from(webhooks).orderBy(webhooks.name),
    await tx
      .select({ name: triggers.name, conditions: triggers.conditions, actions: triggers.actions })
      .from(triggers)
      .orderBy(triggers.name),
    await tx.select({ name: webMethods.name, config: webMethods.config }).from(webMethods).orderBy(webMethods.name),
  ];
  const users: (User & { uses: Use[] })[] = [
    ...hooks.map(
      ({ name, config }) => ({ kind: "webhook", name, uses: usesOfWebhook(completeConfig(config)) }) as const,
    ),
    ...rules.map((rule) => ({ kind: "rule", name: rule.name, uses: usesOfRule(rule) }) as const),
    ...methods.map(({ name, config }) => ({ kind: "webMethod", name, uses: usesOfWebMethod(config) }) as const),
  ];
  return users.filter(({ uses }) => uses.some(isMeant));
}

/** “the webhook “A” and the trigger rules “B”, “C””. */
function listed(users: readonly User[]): string {
  const parts = (Object.keys(kinds) as User["kind"][]).flatMap((kind) => {
    const names = users.filter((user) => user.kind === kind).map(({ name }) => `“${name}”`);
    return names.length === 0 ? [] : [`the ${kinds[kind][names.length === 1 ? 0 : 1]} ${names.join(", ")}`];
  });
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

/** AppError("conflict") naming the webhooks, rules and web methods that name what is about to go; `field` is where the form shows it. */
export async function refuseWhileUsed(
  db: Pick<Database, "tables">,
  tx: Queries,
  names: readonly string[],
  isMeant: (use: Use) => boolean,
  field?: string,
): Promise<void> {
  const users = await usersOf(db, tx, isMeant);
  if (users.length === 0) return;
  const message = `${names.join(", ")} ${names.length === 1 ? "is" : "are"} used by ${listed(users)}`;
  throw new AppError(
    "conflict",
    `${message}. Choose something else there first.`,
    field ? { [field]: [message] } : undefined,
  );
}
