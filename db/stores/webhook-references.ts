import { eq, inArray } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import type { WebhookInput } from "@/lib/delivery/webhook";
import type { Database, Queries } from "../database";
import { held } from "../locks";

/** AppError("invalid", …, {field}) unless everything a webhook names exists; what it found stays until the transaction ends. */
export async function checkWebhookReferences(
  db: Database,
  tx: Queries,
  input: Pick<WebhookInput, "roleIds"> & Partial<Pick<WebhookInput, "ticketTypeId" | "responseFields">>,
): Promise<void> {
  const { ticketTypes, roles, customForms } = db.tables;
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
  const mapped = input.responseFields ?? [];
  if (mapped.length > 0) {
    const formIds = [...new Set(mapped.map(({ formId }) => formId))];
    const forms = await held(
      db,
      tx
        .select({ id: customForms.id, fields: customForms.fields })
        .from(customForms)
        .where(inArray(customForms.id, formIds)),
    );
    for (const [index, { formId, fieldId }] of mapped.entries()) {
      const form = forms.find(({ id }) => id === formId);
      if (!form) fields[`responseFields.${index}.formId`] = ["This custom form no longer exists"];
      else if (!form.fields.some(({ id }) => id === fieldId))
        fields[`responseFields.${index}.fieldId`] = ["The form has no such field any more"];
    }
  }
  if (Object.keys(fields).length > 0)
    throw new AppError("invalid", "The webhook names something that doesn't exist. Choose again where marked.", fields);
}
