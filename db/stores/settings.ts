import { eq } from "drizzle-orm";
import type { SettingsStore } from "@/lib/core/settings";
import type { Database } from "../database";
import { recordAudit } from "./audit";

export function settingsStore(db: Database): SettingsStore {
  const { settings } = db.tables;
  return {
    async read(key) {
      const [row] = await db.read.select({ value: settings.value }).from(settings).where(eq(settings.key, key));
      return row?.value;
    },

    write: (actor, key, value) =>
      db.write(async (tx) => {
        const set = { value, updatedAt: new Date() };
        await tx
          .insert(settings)
          .values({ key, ...set })
          .onConflictDoUpdate({ target: settings.key, set });
        await recordAudit(db, tx, actor, "settings.update", key, key);
      }),
  };
}
