import { and, eq, sql } from "drizzle-orm";
import type { Cipher } from "@/lib/core/secrets";
import type { FunctionStore } from "@/lib/functions/store";
import type { Database } from "../database";
import { kept } from "../kept";

/** Binds what is sealed to its row and place. */
export const tokenPlace = (id: string) => `functions:${id}:token`;
export const proofPlace = (id: string) => `functions:${id}:proof`;

const mostOpened = 1_000;

/** Reads what each call asks for, in one prepared statement; secrets are opened once. */
export function doorReader({ read, tables: { functions } }: Database, cipher: Cipher): FunctionStore["door"] {
  const opened = new Map<string, string>();
  const open = (sealed: string, id: string): string => {
    const known = opened.get(sealed);
    if (known !== undefined) return known;
    const secret = cipher.open(sealed, proofPlace(id));
    if (opened.size >= mostOpened) opened.clear();
    opened.set(sealed, secret);
    return secret;
  };
  return async (apiName) => {
    if (apiName.includes("\0")) return undefined;
    const { id, version, tokenHash, proof, proofSecret, isPublished } = functions;
    const statement = kept(read, "door of a function", () =>
      read
        .select({ id, version, tokenHash, proof, proofSecret })
        .from(functions)
        .where(and(eq(functions.apiName, sql.placeholder("apiName")), eq(isPublished, true)))
        .prepare(),
    );
    const [row] = await statement.execute({ apiName });
    if (!row || row.tokenHash === null) return undefined;
    const secret = row.proofSecret === null ? null : open(row.proofSecret, row.id);
    return { ...row, tokenHash: row.tokenHash, proofSecret: secret };
  };
}
