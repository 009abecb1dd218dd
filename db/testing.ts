import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCipher } from "@/lib/runtime/cipher";
import type { Stores } from "@/lib/runtime/stores";
import { openStores } from ".";

export type TestStores = {
  stores: Stores;
  /** What DATABASE_URL must be for another process to open the same data, once `stores` are closed. */
  url: string;
  /** Closes the stores and deletes the folder. */
  remove(): Promise<void>;
};

/** Stores on an embedded database in a folder of its own, migrated, with the built-in records. `secret` seals credentials. */
export async function openTestStores(secret = "tests"): Promise<TestStores> {
  const folder = mkdtempSync(join(tmpdir(), "hookdesk-"));
  const url = `sqlite:${join(folder, "hookdesk.db")}`;
  const stores = await openStores(url, createCipher([secret]));
  return {
    stores,
    url,
    async remove() {
      await stores.close();
      rmSync(folder, { recursive: true });
    },
  };
}
