import { eq } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/id";
import type { Cipher } from "@/lib/core/secrets";
import { type AuthInput, isOtherHost, leadsElsewhere, type ShownAuth } from "@/lib/wire/auth/input";
import type { Database, Queries } from "../database";
import { held } from "../locks";
import { type ConnectionRow, sealedCredentials, shownAuthOf } from "./credentials";

/** What a webhook shows of its credentials: its own, a shared connection by name, or none. */
export function webhookAuth(row: ConnectionRow | null | undefined): ShownAuth {
  if (!row) return { type: "none" };
  if (row.name === null) return shownAuthOf(row);
  return { type: "shared", connectionId: row.id, connectionName: row.name, connectionType: row.type };
}

/** The connections of webhooks, written inside the webhook's own transaction. */
export function webhookConnections(db: Database, cipher: Cipher) {
  const { connections } = db.tables;
  const credentials = sealedCredentials(cipher);

  async function own(tx: Queries, webhookId: string): Promise<ConnectionRow | undefined> {
    const [row] = await tx.select().from(connections).where(eq(connections.webhookId, webhookId));
    return row;
  }

  /** It stays until the transaction ends. */
  async function sharedOne(tx: Queries, id: string): Promise<ConnectionRow> {
    const [row] = await held(db, tx.select().from(connections).where(eq(connections.id, id)));
    if (row && row.name !== null) return row;
    throw new AppError("invalid", "This connection no longer exists.", {
      "auth.connectionId": ["This connection no longer exists: choose another"],
    });
  }

  /**
   * The row to write over. Credentials for another host get a new one: what still waits to be sent to the old host names
   * the old row and never finds them.
   */
  async function kept(tx: Queries, before: ConnectionRow | undefined, url: string, urlBefore = url) {
    if (!before || !isOtherHost(urlBefore, url)) return before;
    await tx.delete(connections).where(eq(connections.id, before.id));
    return undefined;
  }

  return {
    /**
     * Stores what the form says over what is there: blank secrets keep the stored ones, unless `url` leads to another host
     * than `urlBefore`. AppError("invalid", …, {"auth.password"}) when there is none to keep.
     */
    async save(
      tx: Queries,
      webhookId: string,
      auth: AuthInput,
      { url, urlBefore }: { url: string; urlBefore?: string },
    ): Promise<ConnectionRow | undefined> {
      if (auth.type === "none" || auth.type === "shared") {
        const chosen = auth.type === "shared" ? await sharedOne(tx, auth.connectionId) : undefined;
        await tx.delete(connections).where(eq(connections.webhookId, webhookId));
        return chosen;
      }
      const stored = await own(tx, webhookId);
      if (stored && urlBefore !== undefined)
        credentials.refuseElsewhere(stored, auth, (shown) =>
          leadsElsewhere({ url: urlBefore, auth: shown }, { url, auth }),
        );
      const before = await kept(tx, stored, url, urlBefore);
      const id = before?.id ?? newId("con");
      const now = new Date();
      const values = { ...credentials.seal(before, auth, id, now), updatedAt: now };
      const [saved] = before
        ? await tx.update(connections).set(values).where(eq(connections.id, id)).returning()
        : await tx
            .insert(connections)
            .values({ ...values, id, webhookId, createdAt: now })
            .returning();
      return saved;
    },

    /** For a copied webhook: a shared connection is shared on, a private one sealed anew. */
    async copy(tx: Queries, from: ConnectionRow, webhookId: string): Promise<ConnectionRow | undefined> {
      if (from.name !== null) return from;
      const id = newId("con");
      const [saved] = await tx
        .insert(connections)
        .values({ ...from, ...credentials.copy(from, id), id, webhookId, updatedAt: new Date() })
        .returning();
      return saved;
    },
  };
}
