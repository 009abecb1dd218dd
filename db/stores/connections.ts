import { eq } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/id";
import type { Cipher } from "@/lib/core/secrets";
import type { ConnectionStore } from "@/lib/delivery/store";
import type { WebhookAuth } from "@/lib/delivery/webhook";
import { authSchema } from "@/lib/wire/auth";
import type { Database, Queries } from "../database";
import type { Tables } from "../schema";

export type ConnectionRow = Tables["connections"]["$inferSelect"];

/** Binds sealed secrets to their row. */
const placeOf = (id: string) => `connections:${id}`;

export function connectionStore({ tables: { connections }, read }: Database, cipher: Cipher): ConnectionStore {
  return {
    async open(id) {
      const [row] = await read.select().from(connections).where(eq(connections.id, id));
      if (!row) return undefined;
      const secrets: unknown = JSON.parse(cipher.open(row.secrets, placeOf(id)));
      return authSchema.parse({ type: row.type, ...row.settings, ...(secrets as object) });
    },
  };
}

/** The private connections of webhooks, written inside the webhook's own transaction. */
export function privateConnections({ tables: { connections } }: Database, cipher: Cipher) {
  const sealed = (id: string, secrets: object) => ({
    secrets: cipher.seal(JSON.stringify(secrets), placeOf(id)),
    keyId: cipher.keyId,
  });

  return {
    async of(tx: Queries, webhookId: string): Promise<ConnectionRow | undefined> {
      const [row] = await tx.select().from(connections).where(eq(connections.webhookId, webhookId));
      return row;
    },

    /**
     * Stores what the form says over what is there; a blank password keeps the stored one, still sealed as it was.
     * AppError("invalid", …, {"auth.password"}) when there is none to keep.
     */
    async save(tx: Queries, webhookId: string, auth: WebhookAuth): Promise<ConnectionRow | undefined> {
      if (auth.type === "none") {
        await tx.delete(connections).where(eq(connections.webhookId, webhookId));
        return undefined;
      }
      const { type, username, password } = auth;
      const before = await this.of(tx, webhookId);
      if (password === "" && before?.type !== type)
        throw new AppError("invalid", "Basic authentication needs a password.", {
          "auth.password": ["Enter the password"],
        });
      const id = before?.id ?? newId("con");
      const values = {
        type,
        settings: { username },
        updatedAt: new Date(),
        ...(password === "" ? {} : sealed(id, { password })),
      };
      const [saved] = before
        ? await tx.update(connections).set(values).where(eq(connections.id, id)).returning()
        : await tx
            .insert(connections)
            .values({ ...values, ...sealed(id, { password }), id, webhookId })
            .returning();
      return saved;
    },

    /** Sealed anew: secrets are bound to their row. */
    async copy(tx: Queries, from: ConnectionRow, webhookId: string): Promise<ConnectionRow | undefined> {
      const id = newId("con");
      const secrets: object = JSON.parse(cipher.open(from.secrets, placeOf(from.id)));
      const [saved] = await tx
        .insert(connections)
        .values({ ...from, ...sealed(id, secrets), id, webhookId, updatedAt: new Date() })
        .returning();
      return saved;
    },
  };
}
