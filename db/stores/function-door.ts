import { and, count, eq, max, sql } from "drizzle-orm";
import type { Cipher } from "@/lib/core/secrets";
import type { Door, FunctionStore } from "@/lib/functions/store";
import type { Database } from "../database";
import { kept } from "../kept";

/** Binds what is sealed to its row and place. */
export const tokenPlace = (id: string) => `functions:${id}:token`;
export const proofPlace = (id: string) => `functions:${id}:proof`;

const mostOpened = 1_000;

/** Reads what each call asks for, in one prepared statement, anew once anything was committed; secrets are opened once. */
export function doorReader(db: Database, cipher: Cipher): FunctionStore["door"] {
  const {
    read,
    tables: { functions },
  } = db;
  const opened = new Map<string, string>();
  const open = (sealed: string, id: string): string => {
    const known = opened.get(sealed);
    if (known !== undefined) return known;
    const secret = cipher.open(sealed, proofPlace(id));
    if (opened.size >= mostOpened) opened.clear();
    opened.set(sealed, secret);
    return secret;
  };

  async function door(apiName: string): Promise<Door | undefined> {
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
  }

  const doors = new Map<string, Door | undefined>();
  let stampOfDoors: number | undefined;
  let isStampFresh = false;
  return async (apiName) => {
    if (!db.stamp) return door(apiName);
    // Once for all calls of one turn of the event loop: this process commits nothing within it.
    if (!isStampFresh) {
      const stamp = db.stamp();
      isStampFresh = true;
      setImmediate(() => {
        isStampFresh = false;
      });
      if (stamp !== stampOfDoors || doors.size >= mostOpened) doors.clear();
      stampOfDoors = stamp;
    }
    if (doors.has(apiName)) return doors.get(apiName);
    const stamp = stampOfDoors;
    const found = await door(apiName);
    if (stamp === stampOfDoors) doors.set(apiName, found);
    return found;
  };
}

/** A removed one is missed in the count, a new one has the highest id, and saving raises a version. */
export function stampReader({ read, tables: { functions } }: Database): FunctionStore["stamp"] {
  return async () => {
    const { id, version } = functions;
    const statement = kept(read, "stamp of functions", () =>
      read
        .select({ count: count(), versions: sql<number>`sum(${version})`, newest: max(id) })
        .from(functions)
        .prepare(),
    );
    return JSON.stringify(await statement.execute());
  };
}
