import { eq, inArray } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import type { WebhookInput } from "@/lib/delivery/webhook";
import { anyTicket } from "@/lib/rules/condition";
import type { Database, Queries } from "../database";
import { held } from "../locks";
import { problemsOfUses } from "./check-uses";
import { usesOfWebhook } from "./uses";

/** AppError("invalid", …, {field}) unless everything a webhook names exists; what it found stays until the transaction ends. */
export async function checkWebhookReferences(
  db: Database,
  tx: Queries,
  input: Pick<WebhookInput, "roleIds"> &
    Partial<Pick<WebhookInput, "ticketTypeId" | "responseFields" | "responseActions" | "conditions">>,
): Promise<void> {
  const { ticketTypes, roles } = db.tables;
  const fields: Record<string, string[]> = {};

  if (input.ticketTypeId !== undefined) {
    const known = await tx
      .select({ id: ticketTypes.id })
      .from(ticketTypes)
      .where(eq(ticketTypes.id, input.ticketTypeId));
    if (known.length === 0) fields.ticketTypeId = ["Choose the ticket type"];
  }
  if (input.roleIds.length > 0) {
    const known = await held(db, tx.select({ id: roles.id }).from(roles).where(inArray(roles.id, input.roleIds)));
    if (known.length < new Set(input.roleIds).size) fields.roleIds = ["One of these roles no longer exists"];
  }
  const { responseFields = [], responseActions, conditions = anyTicket } = input;
  const named = { responseFields, responseActions: responseActions ?? { success: [], failure: [] }, conditions };
  Object.assign(fields, await problemsOfUses(db, tx, usesOfWebhook(named)));
  if (Object.keys(fields).length > 0)
    throw new AppError("invalid", "The webhook names something that doesn't exist. Choose again where marked.", fields);
}
