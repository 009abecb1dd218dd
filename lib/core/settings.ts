import type { Actor } from "./actor";

/** Groups of settings people change in the console, by key such as `retention`. The schema of each is its reader's. */
export interface SettingsStore {
  /** What was stored, unchecked; undefined when nothing was. */
  read(key: string): Promise<unknown>;
  /** Replaces the group, with an audit row that names it and no value of it. */
  write(actor: Actor, key: string, value: unknown): Promise<void>;
}
