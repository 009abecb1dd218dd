import { AppError } from "@/lib/core/errors";
import type { Cipher } from "@/lib/core/secrets";
import {
  mergeAuth,
  missingSecrets,
  type OwnAuthInput,
  requiredSecrets,
  type ShownAuth,
  showAuth,
  splitAuth,
} from "@/lib/wire/auth/input";
import { type Auth, type AuthType, authKindOf, authSchema } from "@/lib/wire/auth/kinds";
import type { Tables } from "../schema";

export type ConnectionRow = Tables["connections"]["$inferSelect"];
type Sealed = Pick<ConnectionRow, "type" | "settings" | "stored" | "secrets" | "keyId">;

/** Binds sealed secrets to their row. */
const placeOf = (id: string) => `connections:${id}`;

const typeOf = (row: Pick<ConnectionRow, "type">) => row.type as AuthType;
const storedOf = (row: ConnectionRow): string[] => row.stored ?? requiredSecrets(typeOf(row));

export const shownAuthOf = (row: ConnectionRow): ShownAuth => showAuth(typeOf(row), row.settings, storedOf(row));

/** How credentials lie in a row: settings in clear, secrets in one sealed text. */
export function sealedCredentials(cipher: Cipher) {
  const open = (row: ConnectionRow): Auth => {
    const secrets: unknown = JSON.parse(cipher.open(row.secrets, placeOf(row.id)));
    return authSchema.parse({ type: row.type, ...row.settings, ...(secrets as object) });
  };

  const sealAll = (auth: Auth, id: string): Sealed => {
    const { settings, secrets } = splitAuth(auth);
    return {
      type: auth.type,
      settings,
      stored: Object.keys(secrets),
      secrets: cipher.seal(JSON.stringify(secrets), placeOf(id)),
      keyId: cipher.keyId,
    };
  };

  return {
    open,

    /**
     * What the form says over what is stored. Blank secrets stay sealed as they were, so that saving works even when the
     * key is gone. AppError("invalid", …, {"auth.password"}) for a secret that is nowhere.
     */
    seal(before: ConnectionRow | undefined, auth: OwnAuthInput, id: string, now: Date): Sealed {
      const same = before && typeOf(before) === auth.type ? before : undefined;
      const missing = missingSecrets(auth, same ? storedOf(same) : []);
      if (Object.keys(missing).length > 0)
        throw new AppError("invalid", `${authKindOf(auth.type).label} authentication needs more.`, missing);
      const given = splitAuth(auth);
      if (same && Object.keys(given.secrets).length === 0)
        return {
          type: auth.type,
          settings: given.settings,
          stored: storedOf(same),
          secrets: same.secrets,
          keyId: same.keyId,
        };
      return sealAll(mergeAuth(same && openIfNeeded(same, given.secrets), auth, now), id);
    },

    /** Sealed anew for another row. */
    copy: (from: ConnectionRow, id: string): Sealed => sealAll(open(from), id),

    /** A stored secret that would be sent somewhere new has to be entered again. */
    refuseElsewhere(before: ConnectionRow, auth: OwnAuthInput, isElsewhere: (shown: ShownAuth) => boolean): void {
      if (before.type !== auth.type || !isElsewhere(shownAuthOf(before))) return;
      const { secrets } = splitAuth(auth);
      const blank = requiredSecrets(auth.type).filter((name) => !secrets[name]);
      if (blank.length === 0) return;
      const message = "Enter it again: it would be sent to another host than before";
      throw new AppError(
        "invalid",
        "The stored credentials would go to another host. Enter them again to allow that.",
        Object.fromEntries(blank.map((name) => [`auth.${name}`, [message]])),
      );
    },
  };

  /** A key that is gone doesn't matter where every required secret is given anew. */
  function openIfNeeded(row: ConnectionRow, given: Record<string, string>): Auth | undefined {
    try {
      return open(row);
    } catch (error) {
      if (requiredSecrets(typeOf(row)).every((name) => given[name])) return undefined;
      throw error;
    }
  }
}
